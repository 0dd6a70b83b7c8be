// A view for each resource: takes the parts and the parameters of an address, gives a title and
// the elements of the page.

import { read } from "./api.js";
import { body, element, link } from "./elements.js";

const ITEMS_SHOWN = 20;

function itemLine(item) {
  const facts = [item.document_number, item.organ?.label, item.published_on];
  return element(
    "li",
    {},
    link(`#/items/${item.id}`, item.title),
    element("p", { class: "quiet" }, facts.filter(Boolean).join("　")),
  );
}

function further(list, again) {
  if (!list.next) return null;
  const cursor = new URL(list.next).searchParams.get("cursor");
  return element("p", {}, link(again(cursor), "下一页"));
}

function definitions(rows) {
  return element("dl", {}, rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
}

function hash(path, parameters) {
  const kept = Object.entries(parameters).filter(([, value]) => value);
  const query = new URLSearchParams(kept).toString();
  return `#/${path}${query ? `?${query}` : ""}`;
}

export async function home() {
  const [sites, newest] = await Promise.all([
    read("sites/"),
    read("items/", { limit: "10" }),
  ]);
  const site = sites.items.find((each) => each.is_asked) ?? sites.items[0];
  document.getElementById("name").textContent = site?.name || "政府信息公开";
  return {
    title: "最新公开",
    parts: [element("ul", { class: "list" }, newest.items.map((item) => itemLine(item)))],
  };
}

export async function items(parts, asked) {
  const conditions = {
    category: asked.get("category"),
    year: asked.get("year"),
    kind: asked.get("kind"),
  };
  const [list, facets] = await Promise.all([
    read("items/", { ...conditions, cursor: asked.get("cursor"), limit: String(ITEMS_SHOWN) }),
    read("facets/", conditions),
  ]);
  const choices = facets.facets
    .filter((facet) => facet.name in conditions)
    .map((facet) => facetChoices(facet, conditions));
  return {
    title: "公开目录",
    parts: [
      element("p", { class: "quiet" }, `共${facets.count}条`),
      element(
        "div",
        { class: "columns" },
        element(
          "div",
          {},
          list.items.length
            ? element("ul", { class: "list" }, list.items.map((item) => itemLine(item)))
            : element("p", {}, "没有符合条件的信息。"),
          further(list, (cursor) => hash("items", { ...conditions, cursor })),
        ),
        element("aside", { "aria-label": "筛选" }, choices),
      ),
    ],
  };
}

function facetChoices(facet, conditions) {
  const values = facet.values.map((value) => {
    const chosen = { ...conditions, [facet.name]: value.selected ? "" : value.code };
    const mark = value.selected ? "（已选）" : "";
    return element("li", {}, link(hash("items", chosen), `${value.label}${mark}`), ` ${value.count}`);
  });
  return element("section", {}, element("h2", {}, facet.label), element("ul", { class: "tree" }, values));
}

export async function item([id]) {
  return itemPage(await read(`items/${id}/`));
}

function itemPage(found) {
  const rows = [
    ["索引号", found.index_number],
    ["文号", found.document_number],
    ["发布机构", found.organ?.label],
    ["成文日期", found.written_on],
    ["发布日期", found.published_on],
    ["有效性", found.validity?.label],
  ].filter(([, value]) => value);
  const files = found.attachments.map((file) =>
    element("li", {}, link(file.url, file.title), ` ${file.filename}`),
  );
  return {
    title: found.title,
    parts: [
      definitions(rows),
      found.summary ? element("p", {}, found.summary) : null,
      body(found.body_html),
      files.length ? element("section", {}, element("h2", {}, "附件"), element("ul", {}, files)) : null,
      found.url ? element("p", {}, link(found.url, "在网站上查看")) : null,
    ],
  };
}

export async function preview(parts, asked) {
  const draft = await read("preview/", { token: asked.get("token") });
  const page = { item: itemPage, guide: guidePage, annual_report: reportPage }[draft.type](draft[draft.type]);
  return { ...page, parts: [element("p", { role: "note" }, "预览：尚未公开的草稿。"), ...page.parts] };
}

export async function guide() {
  const found = await read("guide/");
  if (!found.items.length) return { title: "公开指南", parts: [element("p", {}, "还没有发布公开指南。")] };
  return guidePage(found.items[0]);
}

function guidePage(found) {
  const { name, address, hours, phone, fax, internet } = found.office;
  const office = [
    ["工作机构", name],
    ["办公地址", address],
    ["办公时间", hours],
    ["联系电话", phone],
    ["传真", fax],
    ["互联网联系方式", internet],
  ].filter(([, value]) => value);
  return {
    title: found.title,
    parts: [
      element("p", { class: "quiet" }, `最近核对：${found.last_checked_on ?? "未填写"}`),
      ...found.parts.map((part) => element("section", {}, element("h2", {}, part.label), body(part.html))),
      element("section", {}, element("h2", {}, "政府信息公开工作机构"), definitions(office)),
    ],
  };
}

export async function reports() {
  const found = await read("annual-reports/");
  return {
    title: "年度报告",
    parts: [
      element(
        "ul",
        { class: "list" },
        found.items.map((report) =>
          element("li", {}, link(`#/reports/${report.column.id}/${report.year}`, report.title)),
        ),
      ),
    ],
  };
}

export async function report([column, year]) {
  return reportPage(await read(`annual-reports/${column}/${year}/`));
}

function reportPage(found) {
  return {
    title: found.title,
    parts: [
      ...found.sections.map((section) => element("section", {}, body(section.html))),
      found.downloads.length
        ? element(
            "p",
            {},
            "下载：",
            found.downloads.flatMap((file) => [link(file.url, file.format.toUpperCase()), " "]),
          )
        : null,
    ],
  };
}

export async function search(parts, asked) {
  const parameters = Object.fromEntries(asked);
  const found = await read("search/", parameters);
  const hits = [...found.items, ...found.related];
  return {
    title: `检索“${found.query}”`,
    parts: [
      element("p", { class: "quiet" }, `共${found.count}条${found.reading ? `。${found.reading}` : ""}`),
      ...found.notices.map((notice) => element("p", {}, notice)),
      found.correction
        ? element("p", {}, "您要找的是不是：", link(hash("search", { q: found.correction }), found.correction))
        : null,
      hits.length
        ? element("ul", { class: "list" }, hits.map(hitLine))
        : element("p", {}, "没有找到，请换一个词，或者从公开目录中查找。"),
      found.next
        ? element("p", {}, link(hash("search", Object.fromEntries(new URL(found.next).searchParams)), "下一页"))
        : null,
    ],
  };
}

function hitLine(hit) {
  const passage = hit.passage ?? hit.file?.passage;
  const title = marked("a", hit.title, { href: hit.item ? `#/items/${hit.id}` : hit.url });
  const facts = [hit.item?.document_number, hit.item?.organ?.label, hit.item?.published_on];
  return element(
    "li",
    {},
    title,
    passage ? marked("p", passage) : null,
    element("p", { class: "quiet" }, facts.filter(Boolean).join("　")),
  );
}

// A text with the places of what was searched for.
function marked(name, { text, marks }, attributes = {}) {
  const characters = [...text];
  const made = element(name, attributes);
  let end = 0;
  for (const [start, stop] of marks) {
    made.append(characters.slice(end, start).join(""), element("mark", {}, characters.slice(start, stop).join("")));
    end = stop;
  }
  made.append(characters.slice(end).join(""));
  return made;
}

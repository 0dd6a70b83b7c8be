// Blocks of cells as Excel and WPS put them on the clipboard, and where they belong.
(() => {
  "use strict";

  const { read, write } = window.gongkaiEntry;

  // Lines and cells of tab-separated text; a cell in quotes may hold tabs, lines and quotes.
  const parse = (text) => {
    const lines = [[]];
    let cell = "";
    let isQuoted = false;
    const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (let i = 0; i < source.length; i += 1) {
      const sign = source[i];
      if (isQuoted) {
        if (sign !== '"') cell += sign;
        else if (source[i + 1] === '"') {
          cell += '"';
          i += 1;
        } else isQuoted = false;
      } else if (sign === '"' && cell === "") isQuoted = true;
      else if (sign === "\t" || sign === "\n") {
        lines.at(-1).push(cell);
        cell = "";
        if (sign === "\n") lines.push([]);
      } else cell += sign;
    }
    lines.at(-1).push(cell);
    return lines;
  };

  const isBlank = (text) => text.trim() === "";
  const isText = (text) => Number.isNaN(read(text));
  // Names are compared by their letters and digits: punctuation differs from copy to copy.
  const plain = (text) => text.normalize("NFKC").replace(/[^\p{L}\p{N}]/gu, "");

  // What each line of the table is called: the heading nearest to its numbers, with and without
  // the unit in brackets behind it.
  const namesOf = (grid) => {
    const names = new Map();
    grid.rows.forEach(({ element }, row) => {
      const text = element.querySelector("th:last-of-type, .gk-others__label")?.textContent ?? "";
      for (const name of [text, text.trim().replace(/（[^（）]*）$/u, "")]) {
        if (plain(name) && !names.has(plain(name))) names.set(plain(name), row);
      }
    });
    return names;
  };

  const isMostlyText = (lines, column) => {
    const cells = lines.map((line) => line[column] ?? "").filter((cell) => !isBlank(cell));
    const texts = cells.filter(isText).length;
    return texts > cells.length - texts;
  };

  // A block with names beside its numbers: each line goes where its name stands.
  const placeByName = (lines, grid) => {
    const names = namesOf(grid);
    const matched = lines.map((line) => {
      const column = line.findLastIndex((cell) => names.has(plain(cell)));
      return { line, column, row: column < 0 ? -1 : names.get(plain(line[column])) };
    });
    const known = matched.filter(({ row }) => row >= 0);
    if (!known.length) return null;
    let first = Math.max(...known.map(({ column }) => column)) + 1;
    // Units may stand between names and numbers.
    while (isMostlyText(known.map(({ line }) => line), first)) first += 1;
    const placed = [];
    for (const { line, row } of known) {
      grid.rows[row].places.forEach(({ input }, column) => {
        if (first + column < line.length) {
          placed.push({ input, text: line[first + column].trim() });
        }
      });
    }
    // Headings have no numbers.
    const unmatched = matched.filter(
      ({ line, row }) => row < 0 && line.slice(first).some((cell) => !isBlank(cell) && !isText(cell)),
    ).length;
    return { placed, unmatched };
  };

  const withoutHeadings = (lines) => {
    let rest = lines;
    const hasNumber = (line) => line.some((cell) => !isBlank(cell) && !isText(cell));
    const hasText = (line) => line.some((cell) => !isBlank(cell) && isText(cell));
    while (rest.length > 1 && hasText(rest[0]) && !hasNumber(rest[0])) rest = rest.slice(1);
    const width = Math.max(...rest.map((line) => line.length));
    let first = 0;
    while (first < width - 1 && isMostlyText(rest, first)) first += 1;
    return rest.map((line) => line.slice(first));
  };

  // A block of bare numbers: from the input where it is pasted on, or, where it is as high as the
  // table, from the table's first one.
  const placeByPosition = (lines, grid, input) => {
    const block = withoutHeadings(lines);
    const width = Math.max(...block.map((line) => line.length));
    const { r, c } = grid.where.get(input);
    const isWhole = block.length > 1 && block.length === grid.rows.length;
    const top = isWhole ? { r: 0, c: width > 1 ? 0 : c } : { r, c };
    const placed = [];
    let fits = true;
    block.forEach((line, down) => {
      line.forEach((text, right) => {
        const target = grid.at(top.r + down, top.c + right);
        if (target) placed.push({ input: target, text: text.trim() });
        else if (!isBlank(text)) fits = false;
      });
    });
    return fits ? { placed, unmatched: 0 } : { rows: block.length, columns: width };
  };

  // Where the cells of a pasted text go: ``placed`` with what names had no place, or the size of a
  // block that has no room.
  const place = (text, grid, input) => {
    const lines = parse(text);
    return placeByName(lines, grid) ?? placeByPosition(lines, grid, input);
  };

  const isBlock = (text) => /[\t\n]/.test(text.replace(/\r?\n$/, ""));

  const copy = (block, worth) =>
    block.map((line) => line.map((input) => write(worth(input))).join("\t")).join("\n");

  Object.assign(window.gongkaiEntry, { place, isBlock, copy });
})();

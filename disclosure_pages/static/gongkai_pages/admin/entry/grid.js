// Moves between the inputs of a table and selects blocks of them, as a spreadsheet does.
(() => {
  "use strict";

  // Where each input stands in the printed table, merged cells counted; rows and columns without
  // an input are left out. A cell that is several columns wide stands in each of them.
  const layOut = (table) => {
    const taken = [];
    const rows = [];
    [...table.rows].forEach((row, number) => {
      const places = [];
      let column = 0;
      for (const cell of row.cells) {
        while (taken[number]?.[column]) column += 1;
        for (let down = 0; down < cell.rowSpan; down += 1) {
          taken[number + down] ??= [];
          for (let right = 0; right < cell.colSpan; right += 1) {
            taken[number + down][column + right] = true;
          }
        }
        const input = cell.querySelector("input.gk-cell__input");
        if (input) places.push({ input, from: column, to: column + cell.colSpan });
        column += cell.colSpan;
      }
      if (places.length) rows.push({ element: row, places });
    });
    return rows;
  };

  const layOutList = (list) =>
    [...list.querySelectorAll("input.gk-cell__input")].map((input) => ({
      element: input.closest(".gk-others__place"),
      places: [{ input, from: 0, to: 1 }],
    }));

  const create = (element) => {
    const rows = element.tagName === "TABLE" ? layOut(element) : layOutList(element);
    const where = new Map();
    rows.forEach((row, r) => row.places.forEach((place, c) => where.set(place.input, { r, c })));
    let anchor = null;
    let focus = null;

    const at = (r, c) => rows[r]?.places[c]?.input ?? null;

    // The nearest input in a direction, by where it stands on paper.
    const neighbour = (input, down, right) => {
      const { r, c } = where.get(input);
      if (right) return at(r, c + right);
      const { from } = rows[r].places[c];
      const row = rows[r + down];
      if (!row) return null;
      return (row.places.find((place) => place.to > from) ?? row.places.at(-1)).input;
    };

    const selection = () => {
      if (!anchor || !focus) return [];
      const [a, b] = [where.get(anchor), where.get(focus)];
      const block = [];
      for (let r = Math.min(a.r, b.r); r <= Math.max(a.r, b.r); r += 1) {
        const line = [];
        for (let c = Math.min(a.c, b.c); c <= Math.max(a.c, b.c); c += 1) {
          if (at(r, c)) line.push(at(r, c));
        }
        block.push(line);
      }
      return block;
    };

    const paint = () => {
      element.querySelectorAll(".gk-cell--selected").forEach((cell) => {
        cell.classList.remove("gk-cell--selected");
      });
      const block = selection();
      if (block.flat().length > 1) {
        block.flat().forEach((each) => each.closest(".gk-cell").classList.add("gk-cell--selected"));
      }
    };

    const select = (from, to) => {
      [anchor, focus] = [from, to];
      paint();
    };

    return {
      element,
      rows,
      where,
      at,
      neighbour,
      select,
      selection,
      get anchor() {
        return anchor;
      },
      get focus() {
        return focus;
      },
      first: () => at(0, 0),
      last: () => rows.at(-1)?.places.at(-1)?.input ?? null,
    };
  };

  Object.assign(window.gongkaiEntry, { createGrid: create });
})();

// Numbers as people type and paste them; the server reads them by the same rules.
(() => {
  "use strict";

  const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/;
  const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/;

  const tidy = (text) => {
    const narrow = text.normalize("NFKC").replace(/\s+/g, "").replaceAll("\u2212", "-");
    return GROUPED.test(narrow) ? narrow.replaceAll(",", "") : narrow;
  };

  // The number that a text says; null for an empty one, NaN for what is no number.
  const read = (text) => {
    const plain = tidy(text);
    if (plain === "") return null;
    return NUMBER.test(plain) ? Number(plain) : NaN;
  };

  // Amounts have two decimal places: sums of them must not show more.
  const write = (number) => (number === null ? "" : String(Math.round(number * 100) / 100));

  window.gongkaiEntry = { read, tidy, write };
})();

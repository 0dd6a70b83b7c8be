// What was changed in the tables, step by step, to take back and to do again.
(() => {
  "use strict";

  // ``apply(input, text)`` puts a text into an input.
  const create = (apply) => {
    const past = [];
    const future = [];

    // A step is a list of inputs with the texts before and after.
    const record = (changes) => {
      const real = changes.filter(({ before, after }) => before !== after);
      if (!real.length) return;
      past.push(real);
      future.length = 0;
    };

    const move = (from, to, side) => {
      const step = from.pop();
      if (!step) return null;
      for (const change of step) apply(change.input, change[side]);
      to.push(step);
      return step[0].input;
    };

    return {
      record,
      undo: () => move(past, future, "before"),
      redo: () => move(future, past, "after"),
    };
  };

  Object.assign(window.gongkaiEntry, { createHistory: create });
})();

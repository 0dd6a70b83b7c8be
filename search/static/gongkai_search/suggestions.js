/*
 * Suggestions below a search box while somebody types: an editable combobox with a listbox, after
 * the ARIA Authoring Practices (list autocomplete with manual selection).
 *
 * An input becomes one by data-gongkai-suggestions, the address that answers with a list of
 * {text, kind, url}; its other data-gongkai-… attributes have the words that are shown. Without
 * this script, and while the address does not answer, the box is what it was.
 */
(function () {
  "use strict";

  // Milliseconds without a keystroke before the server is asked.
  var PAUSE = 120;
  // keyCode of every key that an input method takes, also after its last composition event.
  var TAKEN_BY_INPUT_METHOD = 229;

  function element(name, attributes) {
    var made = document.createElement(name);
    Object.keys(attributes).forEach(function (key) {
      made.setAttribute(key, attributes[key]);
    });
    return made;
  }

  function Suggesting(input) {
    this.input = input;
    this.form = input.form;
    this.words = input.dataset;
    this.options = [];
    this.active = -1;
    this.composing = false;
    this.timer = 0;
    this.request = null;
    this.build();
    this.listen();
  }

  Suggesting.prototype.build = function () {
    var id = this.input.id + "-suggestions";
    this.list = element("ul", {
      id: id,
      role: "listbox",
      class: "gk-suggestions",
      "aria-label": this.words.gongkaiLabel,
      hidden: "",
    });
    this.status = element("div", { class: "gk-hidden", "aria-live": "polite" });
    this.form.classList.add("gk-suggesting");
    this.form.append(this.list, this.status);
    var attributes = {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": id,
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: "false",
    };
    Object.keys(attributes).forEach(function (key) {
      this.input.setAttribute(key, attributes[key]);
    }, this);
  };

  Suggesting.prototype.listen = function () {
    var self = this;
    var input = this.input;
    input.addEventListener("compositionstart", function () {
      self.composing = true;
      self.cancel();
    });
    input.addEventListener("compositionend", function () {
      self.composing = false;
      self.askSoon();
    });
    input.addEventListener("input", function (event) {
      if (!self.composing && !event.isComposing) {
        self.askSoon();
      }
    });
    input.addEventListener("keydown", function (event) {
      self.onKey(event);
    });
    input.addEventListener("blur", function () {
      self.close();
    });
    input.addEventListener("click", function () {
      if (!self.isOpen() && self.options.length) {
        self.open();
      }
    });
    this.form.addEventListener("submit", function () {
      self.close();
    });
    // The box keeps the focus while an option is pressed, by mouse or by finger.
    this.list.addEventListener("mousedown", function (event) {
      event.preventDefault();
    });
    this.list.addEventListener("click", function (event) {
      var option = event.target.closest("[role=option]");
      if (option) {
        self.choose(self.options.indexOf(option));
      }
    });
    // Going back shows the page as it was left.
    window.addEventListener("pageshow", function () {
      self.close();
    });
  };

  Suggesting.prototype.isOpen = function () {
    return !this.list.hidden;
  };

  Suggesting.prototype.cancel = function () {
    window.clearTimeout(this.timer);
    if (this.request) {
      this.request.abort();
      this.request = null;
    }
  };

  Suggesting.prototype.askSoon = function () {
    var self = this;
    this.cancel();
    if (!this.input.value.trim()) {
      this.show([]);
      return;
    }
    this.timer = window.setTimeout(function () {
      self.ask();
    }, PAUSE);
  };

  Suggesting.prototype.ask = function () {
    var self = this;
    var request = new AbortController();
    var address = new URL(this.words.gongkaiSuggestions, window.location.href);
    // What the form carries beside the words decides what is searched.
    this.form.querySelectorAll("input[type=hidden][name]").forEach(function (field) {
      address.searchParams.append(field.name, field.value);
    });
    address.searchParams.set("q", this.input.value);
    this.request = request;
    window
      .fetch(address, { signal: request.signal, headers: { Accept: "application/json" } })
      .then(function (response) {
        return response.ok ? response.json() : [];
      })
      .catch(function () {
        return [];
      })
      .then(function (found) {
        if (self.request === request) {
          self.request = null;
          self.show(found);
        }
      });
  };

  Suggesting.prototype.show = function (found) {
    var self = this;
    this.list.textContent = "";
    this.options = found.map(function (each, index) {
      var option = element("li", {
        id: self.list.id + "-" + index,
        role: "option",
        class: "gk-suggestions__option",
        "aria-selected": "false",
      });
      var text = element("span", { class: "gk-suggestions__text" });
      text.textContent = each.text;
      option.append(text);
      var kind = { title: self.words.gongkaiTitle, query: self.words.gongkaiQuery }[each.kind];
      if (kind) {
        var mark = element("span", { class: "gk-suggestions__kind" });
        mark.textContent = kind;
        option.append(" ", mark);
      }
      option.dataset.text = each.text;
      if (each.url) {
        option.dataset.url = each.url;
      }
      self.list.append(option);
      return option;
    });
    this.activate(-1);
    if (found.length && document.activeElement === this.input) {
      this.open();
    } else {
      this.close();
    }
    this.announce();
  };

  Suggesting.prototype.announce = function () {
    var number = this.options.length;
    var said = this.isOpen() ? this.words.gongkaiCount.replace("{number}", String(number)) : "";
    if (this.status.textContent !== said) {
      this.status.textContent = said;
    }
  };

  Suggesting.prototype.open = function () {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  };

  Suggesting.prototype.close = function () {
    this.cancel();
    this.activate(-1);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.status.textContent = "";
  };

  Suggesting.prototype.activate = function (index) {
    this.active = index;
    this.options.forEach(function (option, place) {
      option.setAttribute("aria-selected", String(place === index));
    });
    var option = this.options[index];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  };

  /* By one up or down; between the last and the first option lies the box itself. */
  Suggesting.prototype.move = function (step) {
    var number = this.options.length + 1;
    this.activate(((this.active + 1 + step + number) % number) - 1);
  };

  Suggesting.prototype.choose = function (index) {
    var chosen = this.options[index].dataset;
    this.close();
    if (chosen.url) {
      var address = new URL(chosen.url, window.location.href);
      if (/^https?:$/.test(address.protocol)) {
        window.location.assign(address);
      }
      return;
    }
    this.input.value = chosen.text;
    this.form.requestSubmit();
  };

  Suggesting.prototype.onKey = function (event) {
    if (event.isComposing || this.composing || event.keyCode === TAKEN_BY_INPUT_METHOD) {
      if (event.key === "Enter") {
        // It ends the composition, and in some browsers would also send the form.
        event.preventDefault();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    if (!this.isOpen()) {
      this.onKeyWhenClosed(event);
    } else if (this.onKeyWhenOpen(event)) {
      event.preventDefault();
    }
  };

  Suggesting.prototype.onKeyWhenClosed = function (event) {
    var isDown = event.key === "ArrowDown";
    if ((isDown || event.key === "ArrowUp") && this.options.length) {
      event.preventDefault();
      this.open();
      this.announce();
      if (!event.altKey) {
        this.move(isDown ? 1 : -1);
      }
    }
  };

  /* Whether the key was for the list alone. */
  Suggesting.prototype.onKeyWhenOpen = function (event) {
    switch (event.key) {
      case "ArrowDown":
        this.move(1);
        return true;
      case "ArrowUp":
        if (event.altKey) {
          this.close();
        } else {
          this.move(-1);
        }
        return true;
      case "Enter":
        if (this.active < 0) {
          return false;
        }
        this.choose(this.active);
        return true;
      case "Escape":
        this.close();
        return true;
      case "Tab":
        this.close();
        return false;
      case "Home":
      case "End":
      case "ArrowLeft":
      case "ArrowRight":
        // Of the text; no option is chosen meanwhile.
        this.activate(-1);
        return false;
      default:
        return false;
    }
  };

  document.querySelectorAll("input[data-gongkai-suggestions]").forEach(function (input) {
    if (input.form && input.id && input.form.requestSubmit) {
      new Suggesting(input);
    }
  });
})();

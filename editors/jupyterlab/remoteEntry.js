// A JupyterLab extension as JupyterLab loads it: an object with `init` and `get`, which a bundler would write.
// It registers the language of the DEPHN kernel for cells and for files that end in .dephn.
(() => {
  // WORDS is what scripts/editors.py puts here: the words of the language, by `dephn words`.
  const words = /* WORDS */ null;
  const commands = new Set(words.commands);
  const values = new Set(words.values);
  const number = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$|^-?\d+\.\.-?\d+$/;

  // The state of a line: which word comes next, and how deep loops are nested.
  const fresh = () => ({ expects: "command", verb: "", depth: 0, continues: false, quote: "" });

  function quoted(stream, state) {
    if (state.quote === '"' && stream.match(/^\$(\w+|\{\w+\})/)) return "variableName.special";
    while (!stream.eol()) {
      if (state.quote === '"' && stream.match(/^\\["\\$]/)) continue;
      if (state.quote === '"' && stream.match(/^\$(\w+|\{\w+\})/, false)) return "string";
      if (stream.next() === state.quote) {
        state.quote = "";
        return "string";
      }
    }
    state.quote = ""; // a quoted word ends on its own line
    return "string";
  }

  // A style that JupyterLab's theme knows, for a bare word; moves on what comes next.
  function bare(text, stream, state) {
    if (state.expects === "command") {
      if (stream.match(/^\s*=/, false)) {
        state.expects = "equals";
        return "variableName.definition";
      }
      state.verb = text;
      state.expects = text in words.kinds ? "kind" : text === "for" ? "variable" : "rest";
      return commands.has(text.replace(/\?+$/, "")) ? "keyword" : null;
    }
    if (state.expects === "variable") {
      state.expects = "in";
      return "variableName.definition";
    }
    if (state.expects === "in") {
      state.expects = "rest";
      return text === "in" ? "keyword" : null;
    }
    if (state.expects === "kind") {
      state.expects = "rest";
      if ((words.kinds[state.verb] || []).includes(text.replace(/\?+$/, ""))) return "builtin";
    }
    if (text.startsWith("--")) return "propertyName";
    if (number.test(text)) return "number";
    return values.has(text) ? "atom" : "variableName";
  }

  const parser = {
    name: "dephn",
    startState: fresh,
    copyState: (state) => ({ ...state }),
    token(stream, state) {
      if (stream.sol()) {
        if (!state.continues) Object.assign(state, { expects: "command", verb: "", quote: "" });
        state.continues = false;
      }
      if (state.quote) return quoted(stream, state);
      if (stream.eatSpace()) return null;
      if (stream.match(/^#.*/)) return "comment";
      if (stream.match(/^\\\s*$/)) {
        state.continues = true;
        return "operator";
      }
      const next = stream.peek();
      if (next === "{" || next === "}") {
        stream.next();
        state.depth = Math.max(0, state.depth + (next === "{" ? 1 : -1));
        state.expects = "command";
        return "brace";
      }
      if (next === "=" && state.expects === "equals") {
        stream.next();
        state.expects = "command";
        return "operator";
      }
      if (next === "'" || next === '"') {
        stream.next();
        state.quote = next;
        if (state.expects === "command") state.expects = "rest";
        return quoted(stream, state);
      }
      if (stream.match(/^\$(\w+|\{\w+\})/)) {
        if (state.expects === "command") state.expects = "rest";
        return "variableName.special";
      }
      const ends = state.expects === "command" ? /^[^\s{}=$][^\s{}=]*/ : /^[^\s{}$]+/;
      const word = stream.match(ends);
      if (!word) {
        stream.next();
        return null;
      }
      return bare(word[0], stream, state);
    },
    indent(state, textAfter, context) {
      const depth = state.depth - (/^\s*\}/.test(textAfter) ? 1 : 0);
      return Math.max(0, depth) * context.unit + (state.continues ? context.unit : 0);
    },
    languageData: {
      commentTokens: { line: "#" },
      closeBrackets: { brackets: ["{", "'", '"'] },
      indentOnInput: /^\s*\}$/,
      wordChars: "-",
    },
  };

  // What JupyterLab has loaded of a package that it shares with extensions.
  let shared = {};
  async function load(name) {
    const versions = Object.values(shared[name] || {});
    const entry = versions.find((version) => version.loaded) || versions[0];
    if (!entry) throw new Error(`DEPHN's highlighting needs JupyterLab 4, which shares ${name}.`);
    return (await entry.get())();
  }

  async function plugin() {
    const { IEditorLanguageRegistry } = await load("@jupyterlab/codemirror");
    const { LanguageSupport, StreamLanguage } = await load("@codemirror/language");
    return {
      id: "dephn:language",
      description: "The language of the DEPHN kernel.",
      autoStart: true,
      requires: [IEditorLanguageRegistry],
      activate: (app, languages) => {
        languages.addLanguage({
          name: "dephn",
          displayName: "DEPHN",
          mime: "text/x-dephn",
          extensions: ["dephn"],
          support: new LanguageSupport(StreamLanguage.define(parser)),
        });
        app.docRegistry.addFileType({
          name: "dephn",
          displayName: "DEPHN File",
          extensions: [".dephn"],
          mimeTypes: ["text/x-dephn"],
        });
      },
    };
  }

  (window._JUPYTERLAB = window._JUPYTERLAB || {}).dephn = {
    init: (scope) => {
      shared = scope;
    },
    get: async (module) => {
      if (module !== "./extension") throw new Error(`There is no module ${module} here.`);
      const made = await plugin();
      return () => ({ __esModule: true, default: made });
    },
  };
})();

// CodeMirror in a shadow tree: there its styles are adopted sheets, which our policy against inline styles allows.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { markdown, markdownLanguage } from "@codemirror/lang-markdown";
import { search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, type ViewUpdate } from "@codemirror/view";
import { wrap } from "./editing";
import { look } from "./look";
import { Picker } from "./picker";
import { shortcodes } from "./shortcodes";
import { pick, Toolbar } from "./toolbar";

const PAUSE = 200;
// Parsing a book on every key would be felt; enormous texts are edited without colours.
const PLAIN_ABOVE = 2_000_000;

export class MarkdownEditor {
  private readonly view: EditorView;
  private timer = 0;
  private stale = false;

  constructor(box: HTMLElement, private readonly textarea: HTMLTextAreaElement) {
    const form = textarea.form;
    const label = box.dataset.label ?? "Text";
    const picker = new Picker(form?.dataset.links ?? "", box.dataset.links ?? "", box.dataset.embeds ?? "");
    const host = Object.assign(document.createElement("div"), { className: "code-host" });
    const root = host.attachShadow({ mode: "open" });
    textarea.after(host);
    this.view = new EditorView({ root, parent: root, state: this.state(box, label, picker) });
    const links = (box.dataset.tools ?? "").split(" ");
    host.before(new Toolbar(this.view, links, picker, label).element);
    textarea.hidden = true;
    document.querySelector(`label[for="${CSS.escape(textarea.id)}"]`)?.addEventListener("click", () => this.view.focus());
    form?.addEventListener("formdata", (event) => { if (this.stale) event.formData.set(textarea.name, this.view.state.doc.toString()); });
    this.focusFromSummary();
  }

  private state(box: HTMLElement, label: string, picker: Picker): EditorState {
    const text = this.textarea.value;
    const full = box.classList.contains("full");
    const attributes: Record<string, string> = { "aria-label": label, tabindex: "0", spellcheck: "true", autocorrect: "on", autocapitalize: "sentences" };
    if (this.textarea.getAttribute("aria-invalid")) attributes["aria-invalid"] = "true";
    const keys = [
      { key: "Mod-b", run: (view: EditorView) => wrap(view, "**") },
      { key: "Mod-i", run: (view: EditorView) => wrap(view, "*") },
      { key: "Mod-e", run: (view: EditorView) => wrap(view, "`") },
      { key: "Mod-m", run: (view: EditorView) => wrap(view, "\\\\(", "\\\\)") },
      { key: "Mod-k", run: (view: EditorView) => { void pick(view, picker); return true; } },
    ];
    return EditorState.create({
      doc: text,
      extensions: [
        history(), EditorView.lineWrapping, search({ top: true }), shortcodes,
        look(full ? "24rem" : "6rem"),
        text.length < PLAIN_ABOVE ? markdown({ base: markdownLanguage, addKeymap: true, completeHTMLTags: false }) : [],
        keymap.of([...keys, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.contentAttributes.of(attributes),
        EditorView.updateListener.of((update) => this.changed(update)),
      ],
    });
  }

  /** The textarea follows after a pause; a form that is sent before then takes the text from here. */
  private changed(update: ViewUpdate): void {
    if (!update.docChanged) return;
    this.stale = true;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.textarea.value = this.view.state.doc.toString();
      this.stale = false;
      this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
    }, PAUSE);
  }

  private focusFromSummary(): void {
    for (const link of document.querySelectorAll(`a[href="#${CSS.escape(this.textarea.id)}"]`)) {
      link.addEventListener("click", (event) => { event.preventDefault(); this.view.focus(); });
    }
  }
}

// The toolbar above the text: one row of buttons that the arrow keys walk through.
import { redo, undo } from "@codemirror/commands";
import type { EditorView } from "@codemirror/view";
import { heading, insert, insertBlock, prefix, TABLE, wrap } from "./editing";
import type { Picker } from "./picker";
import { SNIPPETS } from "./shortcodes";

type Act = (view: EditorView) => unknown;
interface Tool { face: string; label: string; act: Act; keys?: string }

const TOOLS: Record<string, Tool> = {
  heading: { face: "H", label: "Heading: second, third, fourth level, none", act: heading },
  bold: { face: "B", label: "Bold", keys: "Ctrl+B", act: (view) => wrap(view, "**") },
  italic: { face: "I", label: "Italic", keys: "Ctrl+I", act: (view) => wrap(view, "*") },
  bullets: { face: "• List", label: "Bulleted list", act: (view) => prefix(view, () => "- ", /^[-*+] /) },
  numbers: { face: "1. List", label: "Numbered list", act: (view) => prefix(view, (place) => `${place + 1}. `, /^\d+[.)] /) },
  quote: { face: "“ ”", label: "Quotation", act: (view) => prefix(view, () => "> ", /^> ?/) },
  code: { face: "‹›", label: "Code", keys: "Ctrl+E", act: (view) => wrap(view, "`") },
  "code-block": { face: "{ }", label: "Block of code", act: (view) => insertBlock(view, "```\n|\n```") },
  table: { face: "Table", label: "Table", act: (view) => insertBlock(view, TABLE) },
  math: { face: "∑", label: "Mathematics", keys: "Ctrl+M", act: (view) => wrap(view, "\\\\(", "\\\\)") },
};

export class Toolbar {
  readonly element = document.createElement("div");

  constructor(private readonly view: EditorView, names: readonly string[], picker: Picker | null, label: string) {
    this.element.className = "toolbar";
    this.element.setAttribute("role", "toolbar");
    this.element.setAttribute("aria-label", `Format ${label}`);
    for (const name of names) this.add(name, picker);
    this.button("↶", "Undo", () => undo(view), "Ctrl+Z");
    this.button("↷", "Redo", () => redo(view), "Ctrl+Y");
    this.startKeys();
  }

  private add(name: string, picker: Picker | null): void {
    const tool = TOOLS[name];
    if (tool) this.button(tool.face, tool.label, () => tool.act(this.view), tool.keys).dataset.tool = name;
    else if (name === "|") this.element.append(Object.assign(document.createElement("span"), { className: "toolbar-gap" }));
    else if (name === "link" && picker) this.button("Link or image", "Link, or insert an image or video", () => void pick(this.view, picker), "Ctrl+K");
    else if (name === "shortcode") this.snippets();
  }

  private button(face: string, label: string, act: () => void, keys = ""): HTMLButtonElement {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "tool" });
    made.dataset.face = face;  // drawn by the style sheet: it is a picture, the label is the name
    made.setAttribute("aria-label", label);
    made.title = keys ? `${label} (${keys})` : label;
    made.addEventListener("click", act);
    this.element.append(made);
    return made;
  }

  private snippets(): void {
    const select = Object.assign(document.createElement("select"), { className: "tool" });
    select.setAttribute("aria-label", "Insert a shortcode");
    select.append(new Option("Shortcode…", ""), ...SNIPPETS.map(([name], place) => new Option(name, String(place))));
    select.addEventListener("input", (event) => event.stopPropagation());
    select.addEventListener("change", (event) => {
      event.stopPropagation();
      const snippet = SNIPPETS[Number(select.value)];
      if (select.value && snippet) insert(this.view, snippet[1]);
      select.value = "";
    });
    this.element.append(select);
  }

  /** One tab stop; arrows, Home and End move inside, as the ARIA practices describe a toolbar. */
  private startKeys(): void {
    const tools = [...this.element.querySelectorAll<HTMLElement>(".tool")];
    const stop = (wanted: HTMLElement | undefined): void => tools.forEach((tool) => { tool.tabIndex = tool === wanted ? 0 : -1; });
    stop(tools[0]);
    this.element.addEventListener("focusin", (event) => stop(event.target as HTMLElement));
    this.element.addEventListener("keydown", (event) => {
      const at = tools.indexOf(event.target as HTMLElement);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tools.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      tools[(to + tools.length) % tools.length]?.focus();
    });
  }
}

export async function pick(view: EditorView, picker: Picker): Promise<void> {
  const { from, to } = view.state.selection.main;
  const picked = await picker.open(view.state.doc.sliceString(from, to));
  if (!picked) view.focus();
  else if (picked.block) insertBlock(view, picked.text);
  else insert(view, picked.text);
}

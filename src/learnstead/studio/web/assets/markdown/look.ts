// How Markdown looks while it is written. The page's own custom properties reach into the editor's shadow tree.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--surface)", fontSize: "1rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.65", overflow: "auto" },
  ".cm-content": { padding: ".9rem 0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 1rem" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--focus) 28%, transparent)" },
  ".cm-content ::selection": { backgroundColor: "color-mix(in srgb, var(--focus) 28%, transparent)" },
  ".cm-shortcode": { backgroundColor: "var(--accent-wash)", color: "var(--accent)", borderRadius: "4px", padding: "1px 2px", boxDecorationBreak: "clone" },
  ".cm-math": { color: "var(--amber)" },
  ".cm-panels": { backgroundColor: "var(--paper)", color: "var(--ink)", borderColor: "var(--line)" },
  ".cm-panel.cm-search": { padding: ".5rem .75rem", font: ".9rem var(--sans)" },
  ".cm-textfield": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "6px", padding: ".25rem .5rem" },
  ".cm-button": { backgroundImage: "none", backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "6px" },
  ".cm-searchMatch": { backgroundColor: "var(--mark)" },
});

const styles = HighlightStyle.define([
  { tag: [tags.heading1, tags.heading2, tags.heading3], fontFamily: "var(--serif)", fontWeight: "600", fontSize: "1.15em" },
  { tag: tags.heading, fontFamily: "var(--serif)", fontWeight: "600" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strikethrough, textDecoration: "line-through" },
  { tag: [tags.link, tags.url], color: "var(--accent)" },
  { tag: tags.monospace, color: "var(--amber)" },
  { tag: tags.quote, color: "var(--muted)" },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.meta], color: "var(--muted)" },
  { tag: [tags.angleBracket, tags.tagName], color: "var(--muted)" },
]);

export function look(minHeight: string): Extension {
  const size = EditorView.theme({ ".cm-scroller": { minHeight, maxHeight: "calc(100vh - 15rem)" }, ".cm-content": { minHeight } });
  return [theme, size, syntaxHighlighting(styles)];
}

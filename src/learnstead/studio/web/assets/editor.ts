// The Markdown editor: CodeMirror over the textarea that the form sends. The text itself is never rewritten.
import { MarkdownEditor } from "./markdown/editor";

for (const box of document.querySelectorAll<HTMLElement>("[data-markdown]")) {
  const textarea = box.querySelector("textarea");
  if (textarea && !textarea.disabled) new MarkdownEditor(box, textarea);
}

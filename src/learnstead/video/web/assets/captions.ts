// The caption editor: a list of captions beside the film in place of one long text. Without it the text is the form.
import { startEditor } from "./captions/editor";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-captions]")) startEditor(form);

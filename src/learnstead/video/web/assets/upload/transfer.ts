// One file, sent as tus 1.0.0 has it: in pieces, each with its checksum, from where the last one that arrived ended.

export interface Destination { url: string; token: string; about: Record<string, string> }
export type State = "waiting" | "sending" | "paused" | "done" | "failed" | "cancelled";

const PIECE = 5 * 1024 * 1024;
const LONGEST_WAIT = 30;
const AGAIN = new Set([0, 409, 423, 429, 460, 500, 502, 503, 504, 507]);

class Refused extends Error {}
class Stopped extends Error {}

interface Answer { status: number; header: (name: string) => string | null; text: string }

export class Transfer {
  state: State = "waiting";
  sent = 0;
  words = "";
  changed: () => void = () => {};
  private address: string | null;
  private request: XMLHttpRequest | null = null;
  private wake: (() => void) | null = null;
  private readonly memory: string;

  constructor(readonly file: File, private readonly to: Destination) {
    this.memory = `upload ${Object.values(to.about).join()} ${file.name} ${file.size} ${file.lastModified}`;
    this.address = remembered(this.memory);
  }

  same(file: File): boolean {
    return file.name === this.file.name && file.size === this.file.size && file.lastModified === this.file.lastModified;
  }

  async send(): Promise<void> {
    if (this.state === "sending" || this.state === "done") return;
    this.become("sending", "");
    let failures = 0;
    while (this.going()) {
      try {
        if (failures > 0 || this.sent === 0) await this.findPlace();
        while (this.sent < this.file.size) {
          await this.sendPiece();
          failures = 0;
        }
        remember(this.memory, null);
        this.become("done", "");
      } catch (problem) {
        if (problem instanceof Stopped) return;
        if (problem instanceof Refused) { remember(this.memory, null); this.become("failed", problem.message); return; }
        failures += 1;
        this.words = `The connection broke; trying again. ${(problem as Error).message}`.trim();
        this.changed();
        await this.pauseFor(Math.min(LONGEST_WAIT, 2 ** (failures - 1)) * (0.5 + Math.random() / 2));
      }
    }
  }

  pause(): void {
    this.become("paused", "");
    this.stop();
  }

  async cancel(): Promise<void> {
    this.become("cancelled", "");
    this.stop();
    remember(this.memory, null);
    if (this.address) await this.ask("DELETE", this.address).catch(() => undefined);
  }

  private going(): boolean {
    return this.state === "sending";
  }

  private stop(): void {
    this.request?.abort();
    this.wake?.();
  }

  private become(state: State, words: string): void {
    this.state = state;
    this.words = words;
    this.changed();
  }

  // Where to go on: what the server has of this file, or a new upload.
  private async findPlace(): Promise<void> {
    if (this.address) {
      const answer = await this.ask("HEAD", this.address);
      if (answer.status === 200) { this.sent = Number(answer.header("Upload-Offset")); this.changed(); return; }
      if (answer.status !== 404 && answer.status !== 410) this.mustBe(answer, 200);
      this.address = null;
    }
    const about = { ...this.to.about, filename: this.file.name, filetype: this.file.type };
    const metadata = Object.entries(about).map(([name, value]) => `${name} ${base64(new TextEncoder().encode(value))}`).join(",");
    const answer = await this.ask("POST", this.to.url, { "Upload-Length": String(this.file.size), "Upload-Metadata": metadata });
    this.mustBe(answer, 201);
    this.address = answer.header("Location");
    this.sent = 0;
    remember(this.memory, this.address);
  }

  private async sendPiece(): Promise<void> {
    const from = this.sent;
    const piece = this.file.slice(from, from + PIECE);
    const headers: Record<string, string> = { "Upload-Offset": String(from), "Content-Type": "application/offset+octet-stream" };
    if (globalThis.crypto?.subtle) {
      const digest = await crypto.subtle.digest("SHA-256", await piece.arrayBuffer());
      headers["Upload-Checksum"] = `sha256 ${base64(new Uint8Array(digest))}`;
    }
    const answer = await this.ask("PATCH", this.address!, headers, piece, (loaded) => { this.sent = from + loaded; this.changed(); })
      .finally(() => { this.sent = from; });
    this.mustBe(answer, 204);
    this.words = "";
    this.sent = Number(answer.header("Upload-Offset"));
    this.changed();
  }

  private mustBe(answer: Answer, status: number): void {
    if (answer.status === status) return;
    let words = "";
    try { words = (JSON.parse(answer.text) as { error?: string }).error ?? ""; } catch { /* it is a page */ }
    if (AGAIN.has(answer.status)) throw new Error(words);
    throw new Refused(words || `The server refused it (${answer.status}).`);
  }

  private ask(method: string, url: string, headers: Record<string, string> = {}, body: Blob | null = null, progress?: (loaded: number) => void): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (!this.going() && method !== "DELETE") { reject(new Stopped()); return; }
      const request = new XMLHttpRequest();
      if (method !== "DELETE") this.request = request;
      request.open(method, url);
      for (const [name, value] of Object.entries({ "Tus-Resumable": "1.0.0", "X-CSRFToken": this.to.token, ...headers })) request.setRequestHeader(name, value);
      if (progress) request.upload.onprogress = (event) => progress(event.loaded);
      request.onload = () => resolve({ status: request.status, header: (name) => request.getResponseHeader(name), text: request.responseText });
      request.onerror = () => reject(new Error(""));
      request.onabort = () => reject(new Stopped());
      request.send(body);
    });
  }

  private pauseFor(seconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, seconds * 1000);
    });
  }
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function remembered(key: string): string | null {
  try { return localStorage.getItem(key); } catch { return null; }
}

function remember(key: string, address: string | null): void {
  try { if (address) localStorage.setItem(key, address); else localStorage.removeItem(key); } catch { /* it is only for going on later */ }
}

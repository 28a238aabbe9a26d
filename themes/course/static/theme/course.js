/* What a little script adds to pages that work without it: a remembered appearance, players in place, instant feedback. */
(() => {
  "use strict";
  const root = document.documentElement;
  root.dataset.script = "";

  const looks = ["automatic", "light", "dark"];
  const remembered = () => {
    try { return localStorage.getItem("appearance") || "automatic"; } catch { return "automatic"; }
  };
  const appear = (look) => {
    if (look === "automatic") delete root.dataset.theme; else root.dataset.theme = look;
  };
  appear(remembered());

  const offerAppearance = () => {
    const place = document.querySelector("[data-tools]");
    if (!place) return;
    const button = document.createElement("button");
    button.type = "button";
    const say = () => { button.textContent = `Appearance: ${remembered()}`; };
    button.addEventListener("click", () => {
      const next = looks[(looks.indexOf(remembered()) + 1) % looks.length];
      try { localStorage.setItem("appearance", next); } catch { /* a browser that remembers nothing still switches */ }
      appear(next);
      say();
    });
    say();
    place.append(button);
  };

  const openMenu = () => {
    const fold = document.querySelector(".nav-fold");
    if (fold && !CSS.supports("selector(::details-content)") && matchMedia("(min-width: 60rem)").matches) fold.open = true;
  };

  const players = {
    youtube: (id) => `https://www.youtube-nocookie.com/embed/${encodeURIComponent(id)}?autoplay=1`,
    simplecast: (id) => `https://player.simplecast.com/${encodeURIComponent(id)}?dark=false`,
  };
  const play = (event) => {
    const link = event.target.closest("a[data-youtube], a[data-simplecast]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const kind = link.dataset.youtube ? "youtube" : "simplecast";
    const frame = document.createElement("iframe");
    frame.src = players[kind](link.dataset[kind]);
    frame.title = link.closest("figure")?.querySelector(".video-title, .poster-title")?.textContent || link.textContent;
    frame.allow = "autoplay; fullscreen; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    const still = link.closest("figure")?.querySelector("video, .poster") || link;
    event.preventDefault();
    still.replaceWith(frame);
    if (still !== link) link.closest("li")?.remove();
    frame.focus();
  };

  const judge = (form) => {
    const inputs = [...form.querySelectorAll("fieldset input")];
    const verdict = form.querySelector("output");
    inputs.forEach((input) => input.closest("label").removeAttribute("data-verdict"));
    if (!inputs.some((input) => input.checked)) {
      verdict.textContent = "Choose an answer first.";
      return;
    }
    inputs.filter((input) => input.checked).forEach((input) => {
      input.closest("label").dataset.verdict = input.hasAttribute("data-right") ? "right" : "wrong";
    });
    const all = inputs.every((input) => input.checked === input.hasAttribute("data-right"));
    const none = inputs.some((input) => input.checked && !input.hasAttribute("data-right"));
    verdict.textContent = all ? "That is right." : none ? "Not quite. Try again, or open the answer." : "Right so far. There is more.";
  };

  const enliven = (form) => {
    form.querySelector("button[hidden]")?.removeAttribute("hidden");
    form.addEventListener("submit", (event) => { event.preventDefault(); judge(form); });
    form.addEventListener("change", () => {
      form.querySelectorAll("[data-verdict]").forEach((label) => label.removeAttribute("data-verdict"));
      form.querySelector("output").textContent = "";
    });
  };

  /* Older courses carry their exercises as plain HTML whose script is long gone: choices with a "correct" attribute, a
     solution, and two buttons. */
  const revive = (box) => {
    const solutions = box.querySelectorAll(".problem_solution");
    const verdict = document.createElement("output");
    solutions.forEach((solution) => { solution.hidden = true; });
    const choices = [...box.querySelectorAll("input[correct]")];
    box.querySelector(".action")?.append(verdict);
    box.querySelectorAll("button").forEach((button) => {
      button.type = "button";
      button.removeAttribute("onclick");
      const shows = button.id.endsWith("_show");
      button.hidden = !shows && choices.length === 0;
      button.addEventListener("click", () => {
        if (shows) {
          solutions.forEach((solution) => { solution.hidden = !solution.hidden; });
          return;
        }
        const right = choices.every((choice) => choice.checked === (choice.getAttribute("correct") === "true"));
        verdict.textContent = right ? "That is right." : "Not quite.";
      });
    });
  };

  /* A formula wider than the screen scrolls; the keyboard must be able to reach it. */
  const reachWide = () => {
    document.querySelectorAll(".maths, :has(> math)").forEach((box) => {
      if (box.scrollWidth <= box.clientWidth || box.closest("label")) return;
      box.classList.add("wide");
      box.tabIndex = 0;
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    reachWide();
    offerAppearance();
    openMenu();
    document.addEventListener("click", play);
    document.querySelectorAll("form[data-quiz]").forEach(enliven);
    document.querySelectorAll(".self_assessment").forEach(revive);
  });
})();

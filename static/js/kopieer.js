// "Kopieer" beside a field: without script the button is not there, and one selects the text oneself.
"use strict";
(() => {
  const DONE = "Gekopieerd";

  async function copy(button) {
    const field = document.getElementById(button.dataset.kopieer);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      if (!document.execCommand("copy")) return;
    }
    document.getElementById(button.dataset.zeg).textContent = DONE;
  }

  function show() {
    document.querySelectorAll("[data-kopieer]").forEach((button) => (button.hidden = false));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-kopieer]");
    if (button) copy(button);
  });
  document.addEventListener("app:pagina", show);
  document.addEventListener("DOMContentLoaded", show);
})();

// Gives each rich text editor the name that its field's label gives to the textarea behind it.
"use strict";
(function () {
  function nameEditors() {
    document.querySelectorAll(".prose-editor").forEach(function (frame) {
      const field = frame.querySelector("textarea");
      const editor = frame.querySelector("[contenteditable=true]");
      if (!field || !editor || editor.hasAttribute("aria-label")) return;
      const label = document.querySelector('label[for="' + field.id + '"]');
      editor.setAttribute("aria-label", label ? label.textContent.replace(/:\s*$/, "").trim() : "Text");
    });
  }
  new MutationObserver(nameEditors).observe(document.documentElement, { childList: true, subtree: true });
  nameEditors();
})();

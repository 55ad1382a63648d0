// Names what Django's admin leaves to the eye: fields in rows by the head of their column, choosers by their label.
// It also writes the head beside each cell (data-label), which admin.css shows where rows stack on a phone.
"use strict";
(function () {
  const FIELDS = "input:not([type=hidden]):not([type=submit]), select, textarea";

  function words(element) {
    if (!element) return "";
    const copy = element.cloneNode(true);
    copy.querySelectorAll("a.inlinechangelink, a.inlineviewlink, img, .sortoptions, .visually-hidden").forEach((part) => part.remove());
    return copy.textContent.replace(/\s+/g, " ").replace(/:\s*$/, "").trim();
  }

  function name(element, text) {
    if (text && element.getAttribute("aria-label") !== text) element.setAttribute("aria-label", text);
  }

  // Rows that stack are no tables to the eye; the roles keep them tables to the ear.
  function role(element, value) {
    if (!element.hasAttribute("role")) element.setAttribute("role", value);
  }

  function nameRow(row, heads, number) {
    if (!row.cells.length || row.matches(".add-row, .row-form-errors") || row.cells[0].colSpan > 1) return;
    const title = words(row.querySelector("td.original p, th")) || "row " + number;
    role(row, "row");
    Array.from(row.cells).forEach(function (cell, column) {
      const head = heads[column] || "";
      role(cell, cell.tagName === "TH" ? "rowheader" : "cell");
      if (head) cell.dataset.label = head;
      cell.querySelectorAll(FIELDS).forEach(function (field) {
        if (head && !field.labels.length && !field.closest(".select2")) name(field, head.replace("?", "") + ": " + title);
      });
    });
  }

  function nameTable(table) {
    const head = table.tHead && table.tHead.rows[0];
    if (!head) return;
    role(table, "table");
    role(head, "row");
    const heads = Array.from(head.cells).map(function (cell) {
      role(cell, "columnheader");
      if (!cell.textContent.trim() && !cell.querySelector("input")) {
        cell.insertAdjacentHTML("beforeend", '<span class="visually-hidden">Row</span>');
      }
      return words(cell);
    });
    Array.from(table.tBodies).forEach(function (body) {
      role(body, "rowgroup");
      Array.from(body.rows).forEach((row, index) => nameRow(row, heads, index + 1));
    });
  }

  function nameMoment(group) {
    const label = words(group.closest(".form-row, .fieldBox")?.querySelector("legend, label"));
    group.querySelectorAll("input").forEach(function (field, index) {
      if (!field.labels.length && label) name(field, label + ", " + (index ? "time" : "date"));
    });
  }

  function nameChooser(chooser) {
    const select = chooser.previousElementSibling;
    if (!select || select.tagName !== "SELECT") return;
    const text = select.labels.length ? words(select.labels[0]) : select.getAttribute("aria-label");
    if (!text) return;
    name(select, text);
    chooser.querySelectorAll(".select2-selection--single").forEach((box) => box.removeAttribute("aria-labelledby"));
    chooser.querySelectorAll(".select2-selection, .select2-selection__rendered[role=textbox], .select2-search__field").forEach((box) => name(box, text));
  }

  // A list of what is chosen that also holds a button is no list: a group says the same.
  function nameChosen(list) {
    role(list, "group");
    Array.from(list.children).forEach((part) => part.tagName === "LI" && role(part, "none"));
  }

  function nameAll() {
    document.querySelectorAll(".tabular table, #result_list").forEach(nameTable);
    document.querySelectorAll("p.datetime").forEach(nameMoment);
    document.querySelectorAll(".select2-container").forEach(nameChooser);
    document.querySelectorAll(".select2-selection--multiple > ul").forEach(nameChosen);
    document.querySelectorAll("#searchbar").forEach((field) => name(field, "Search"));
    document.querySelectorAll(".inline-group .tabular, #changelist-form .results").forEach(function (box) {
      const overflows = box.scrollWidth > box.clientWidth;
      if (overflows && !box.hasAttribute("tabindex")) {
        box.tabIndex = 0;
        role(box, "group");
        name(box, words(box.querySelector("h2")) || "List");
      }
    });
  }

  let asked = false;
  function ask() {
    if (asked) return;
    asked = true;
    window.requestAnimationFrame(function () {
      asked = false;
      nameAll();
    });
  }
  new MutationObserver(ask).observe(document.documentElement, { childList: true, subtree: true });
  window.addEventListener("resize", ask);
  ask();
})();

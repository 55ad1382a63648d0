// Source of govuk-frontend.min.js: the components the portal uses, started on every page (README.md says how to build).
// portal.js, loaded before it, marks the body as supported.
import {
  createAll, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, PasswordInput, Radios,
} from "govuk-frontend"

for (const Component of [CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, PasswordInput, Radios]) {
  createAll(Component)
}

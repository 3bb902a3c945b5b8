export function fokuseraFel(rot) {
  const summering = rot.matches?.(".ds-error-summary")
    ? rot
    : rot.querySelector?.(".ds-error-summary");
  summering?.focus();
}

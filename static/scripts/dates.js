// A browser without a date field of its own shows plain text: then it shows dd.mm.yyyy, which the server reads as well.

export function spellDates() {
  for (const field of document.querySelectorAll('input[type="date"]')) {
    const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(field.value);
    if (field.type !== "date" && iso) field.value = `${iso[3]}.${iso[2]}.${iso[1]}`;
  }
}

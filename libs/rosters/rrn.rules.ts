/**
 * Resident registration numbers (주민등록번호) and those of foreign residents may not be kept without a statute that says
 * so (PIPA art. 24-2). Found anywhere in a cell, they are masked before the row is stored.
 */
const CANDIDATE = /(?<!\d)(\d{6})(\s*[-–—‐−.]\s*|\s+)?(\d{7})(?!\d)/g;
const MASK = '******-*******';

/** True when the cell holds one, also inside other text, in full-width digits, or as a number that lost its zero. */
export function hasRrn(cell: string): boolean {
  return maskRrn(cell) !== null;
}

/** The cell with every such number masked; null when there is none. */
export function maskRrn(cell: string): string | null {
  // Most cells hold no such run of digits: decided before anything is normalised.
  if (!/[\d０-９][\s\d０-９\-–—‐−.－]{10,}/.test(cell)) return null;
  const plain = cell.normalize('NFKC');
  const alone = plain.trim();
  if (/^\d{10,12}$/.test(alone) && isRrn(alone.padStart(13, '0'), true)) return MASK;
  const masked = plain.replace(CANDIDATE, (whole, birth: string, separator: string | undefined, rest: string) =>
    isRrn(birth + rest, separator === undefined) ? MASK : whole,
  );
  return masked === plain ? null : masked;
}

/**
 * @param unseparated nothing between the two halves: such a number may be an account or an order number, so the check
 * digit must be right as well. It says nothing for numbers given out since October 2020, which carry a random one; born
 * since then, the shape alone decides.
 */
function isRrn(digits: string, unseparated: boolean): boolean {
  const century = CENTURY[digits[6] ?? ''];
  if (century === undefined) return false;
  const birth = `${String(century + Number(digits.slice(0, 2)))}-${digits.slice(2, 4)}-${digits.slice(4, 6)}`;
  if (!isDate(birth)) return false;
  return !unseparated || birth >= '2020-10-01' || checkDigitIsRight(digits);
}

const CENTURY: Readonly<Record<string, number>> = {
  '9': 1800,
  '0': 1800,
  '1': 1900,
  '2': 1900,
  '5': 1900,
  '6': 1900,
  '3': 2000,
  '4': 2000,
  '7': 2000,
  '8': 2000,
};

function isDate(value: string): boolean {
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

const WEIGHTS = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];

function checkDigitIsRight(digits: string): boolean {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  // Foreign residents (5–8) have their check digit moved by two.
  const shift = /[5-8]/.test(digits[6] ?? '') ? 13 : 11;
  return (shift - (sum % 11)) % 10 === Number(digits[12]);
}

import { type Text, text } from '#libs/language';

/** Why a row is not taken, or what was assumed for it: a stable code, put into words on the way out. */
export interface Problem {
  readonly code: ProblemCode;
  readonly values?: Readonly<Record<string, string>>;
}

const WORDS = {
  rrn: () =>
    text(
      '주민등록번호가 들어 있어 받지 않았습니다. 번호를 지우고 다시 올려 주세요.',
      'It holds a resident registration number and was refused. Delete the number and upload the row again.',
    ),
  'name-missing': () => text('이름이 비어 있습니다.', 'The name is missing.'),
  'name-odd': ({ value = '' }) =>
    text(`이름으로 보기 어렵습니다: ${value}`, `This does not look like a name: ${value}`),
  'cell-too-long': () => text('한 칸의 내용이 너무 깁니다.', 'A cell holds too much text.'),
  'email-odd': () => text('전자우편 주소가 올바르지 않습니다.', 'The e-mail address is not valid.'),
  'status-odd': ({ value = '' }) =>
    text(
      `'${value}'이(가) 재직인지 휴직인지 퇴직인지 알 수 없습니다.`,
      `It is not clear whether “${value}” means present, on leave or gone.`,
    ),
  'id-odd': () => text('사번·관리 번호가 올바르지 않습니다.', 'The staff or directory number is not valid.'),
  'date-odd': ({ value = '' }) =>
    text(`날짜를 알 수 없습니다: ${value} (예: 2026-03-02)`, `The date is not clear: ${value} (e.g. 2026-03-02)`),
  'ends-before-it-begins': () => text('나간 날이 들어온 날보다 빠릅니다.', 'The last day is before the first.'),
  'leave-ends-before-it-begins': () => text('휴직 종료일이 시작일보다 빠릅니다.', 'The leave ends before it begins.'),
  'other-school': ({ value = '' }) =>
    text(`다른 학교의 명단입니다: ${value}`, `This row is of another school: ${value}`),
  'other-year': ({ value = '' }) =>
    text(`다른 학년도의 명단입니다: ${value}학년도`, `This row is of another school year: ${value}`),
  'grade-odd': ({ value = '' }) => text(`학년을 알 수 없습니다: ${value}`, `The grade is not clear: ${value}`),
  'class-odd': ({ value = '' }) => text(`반을 알 수 없습니다: ${value}`, `The class is not clear: ${value}`),
  'number-odd': ({ value = '' }) => text(`번호를 알 수 없습니다: ${value}`, `The number is not clear: ${value}`),
  'class-missing': () => text('학년과 반이 비어 있습니다.', 'Grade and class are missing.'),
  'class-from-above': ({ value = '' }) =>
    text(
      `학년·반이 비어 있어 윗줄과 같은 ${value}반으로 보았습니다.`,
      `Grade and class are blank; taken as in the row above: ${value}.`,
    ),
  'twice-in-list': ({ row = '' }) =>
    text(`같은 사람이 ${row}번째 줄에도 있습니다.`, `The same person is also in row ${row}.`),
  'number-twice': ({ row = '' }) =>
    text(`같은 반에 같은 번호가 ${row}번째 줄에도 있습니다.`, `Row ${row} has the same number in the same class.`),
  'unit-unknown': ({ value = '' }) =>
    text(`'${value}'에 해당하는 부서·기관을 찾지 못했습니다.`, `No unit “${value}” was found.`),
  'unit-unclear': ({ value = '' }) =>
    text(`'${value}'이(가) 여러 곳이어서 어디인지 알 수 없습니다.`, `There are several units called “${value}”.`),
  'not-yours': () => text('맡은 기관 밖의 사람입니다.', 'This person is outside the units you look after.'),
  'changed-meanwhile': () =>
    text(
      '확인한 뒤에 이 사람의 소속이 바뀌어 반영하지 않았습니다.',
      'This person was changed after the check; the row was not applied.',
    ),
  'left-out': () => text('확인하지 않아 반영하지 않았습니다.', 'Not applied, since nobody confirmed it.'),
} as const satisfies Record<string, (values: Readonly<Record<string, string>>) => Text>;

export type ProblemCode = keyof typeof WORDS;

export function problem(code: ProblemCode, values?: Readonly<Record<string, string>>): Problem {
  return values === undefined ? { code } : { code, values };
}

export function problemText({ code, values }: Problem): Text {
  return WORDS[code](values ?? {});
}

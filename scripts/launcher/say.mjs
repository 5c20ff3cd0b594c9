// What the launcher tells people: every line in Korean, then in English.

/** @type {NodeJS.WritableStream} */
let stream = process.stdout;
// A terminal that was closed can no longer be written to; what runs must still be stopped in order.
for (const output of [process.stdout, process.stderr]) output.on('error', () => {});

/** For commands whose standard output belongs to someone else (`npm run madang -- … --json`). */
export function sayOnStderr() {
  stream = process.stderr;
}

/**
 * @param {string} ko
 * @param {string} en
 */
export function say(ko, en) {
  stream.write(`• ${ko} — ${en}\n`);
}

/** @param {string} text */
export function print(text) {
  stream.write(`${text}\n`);
}

/** A reason to stop that the reader can do something about: what is wrong and the remedy, no stack trace. */
export class Refusal extends Error {
  /**
   * @param {string} ko
   * @param {string} en
   * @param {string} [detail] what a program said, to be shown above the two lines
   */
  constructor(ko, en, detail) {
    super(en);
    this.ko = ko;
    this.en = en;
    this.detail = detail?.trim();
  }
}

/** Someone asked us to stop (Ctrl-C, SIGTERM) while a task was under way. */
export class Interrupted extends Error {}

const NO_SPACE = /ENOSPC|no space left on device|errno: 28|Disk (?:is )?full|EDQUOT|quota exceeded/i;

/**
 * Says of a failed program whether the cause is a full disk, which hides behind different words in every one.
 * @param {string} output
 * @param {Refusal} otherwise
 */
export function blameDisk(output, otherwise) {
  return NO_SPACE.test(output) ? diskFull(output) : otherwise;
}

/** @param {string} [detail] */
export function diskFull(detail) {
  return new Refusal(
    '디스크에 빈 공간이 없습니다. 공간을 비우거나 MADANG_DATA_DIR을 여유 있는 디스크로 지정하세요.',
    'The disk is full. Free some space, or point MADANG_DATA_DIR at a disk with room.',
    detail,
  );
}

/** @param {unknown} error */
function toRefusal(error) {
  if (error instanceof Refusal) return error;
  const { code, path, message, stack } = /** @type {NodeJS.ErrnoException} */ (error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull();
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
    return new Refusal(
      `${path}에 쓸 수 없습니다. 권한을 고치거나 MADANG_DATA_DIR을 쓸 수 있는 폴더로 지정하세요.`,
      `${path} cannot be written. Correct its permissions, or point MADANG_DATA_DIR at a folder you can write.`,
    );
  }
  const place =
    stack
      ?.split('\n')
      .find((line) => line.trimStart().startsWith('at '))
      ?.trim() ?? '';
  return new Refusal(
    `예상하지 못한 오류입니다: ${message} (${place}). 이 줄을 그대로 알려 주세요.`,
    `An unexpected error: ${message} (${place}). Please report this line.`,
  );
}

/**
 * Runs a command to its end. The process exits by itself, when nothing is left to do, so that no output is cut.
 * @param {() => Promise<number | void>} command resolves to the exit code
 */
export async function main(command) {
  try {
    process.exitCode = (await command()) ?? 0;
  } catch (error) {
    if (error instanceof Interrupted) {
      process.exitCode = 130;
      return;
    }
    const { detail, ko, en } = toRefusal(error);
    if (detail) process.stderr.write(`${detail}\n`);
    process.stderr.write(`✗ ${ko}\n✗ ${en}\n`);
    process.exitCode = 1;
  }
}

import { AppError } from '#libs/errors';
import { text } from '#libs/language';

export class NoReportScope extends AppError {
  readonly kind = 'not-found';
  readonly code = 'reports.no-scope';
  constructor() {
    super(text('볼 수 있는 기관이 없습니다.', 'There is no unit whose figures you may see.'));
  }
}

export class BadCursor extends AppError {
  readonly kind = 'invalid';
  readonly code = 'reports.bad-cursor';
  override readonly fields = [
    { field: 'cursor', message: text('처음부터 다시 불러와 주세요.', 'Load the list again from its beginning.') },
  ];
  constructor() {
    super(text('목록의 다음 쪽을 찾을 수 없습니다.', 'The next page of the list cannot be found.'));
  }
}

/** More rows than leave while one waits. */
export class ExportTooLarge extends AppError {
  readonly kind = 'conflict';
  readonly code = 'reports.too-large';
  constructor(rows: number) {
    super(
      text(
        `${String(rows)}줄이라 바로 내려받을 수 없습니다. 파일 만들기를 신청하면 다 만든 뒤에 받을 수 있습니다.`,
        `With ${String(rows)} rows it cannot be downloaded at once. Request it as a file; you can fetch it when it is ready.`,
      ),
    );
  }
}

export class ExportGone extends AppError {
  readonly kind = 'not-found';
  readonly code = 'reports.export-gone';
  constructor() {
    super(
      text(
        '받을 수 있는 기간이 지났거나 아직 다 만들지 않은 파일입니다. 필요하면 다시 신청해 주세요.',
        'The file is not ready, or its time is over. Request it again if you need it.',
      ),
    );
  }
}

export class NoSuchFormat extends AppError {
  readonly kind = 'invalid';
  readonly code = 'reports.no-such-format';
  override readonly fields: AppError['fields'];
  constructor(formats: readonly string[]) {
    super(text('이 자료는 그 형식으로 만들 수 없습니다.', 'This report cannot be had in that format.'));
    const named = formats.join(', ');
    this.fields = [{ field: 'format', message: text(`${named} 가운데 고르세요.`, `Choose one of: ${named}.`) }];
  }
}

export class ReaderOutOfScope extends AppError {
  readonly kind = 'invalid';
  readonly code = 'reports.reader-out-of-scope';
  override readonly fields = [
    {
      field: 'personId',
      message: text(
        '이 기관의 명단을 볼 수 있는 사람을 고르세요.',
        'Choose someone who may see the people of this unit.',
      ),
    },
  ];
  constructor() {
    super(
      text(
        '받는 사람이 이 기관의 명단을 볼 수 없어 보낼 수 없습니다.',
        'It cannot be sent: the reader may not see the people of this unit.',
      ),
    );
  }
}

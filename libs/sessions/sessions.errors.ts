import { AppError } from '#libs/errors';
import { text } from '#libs/language';

export class NotYetHeld extends AppError {
  readonly kind = 'invalid';
  readonly code = 'sessions.not-yet-held';
  override readonly fields = [
    { field: 'heldOn', message: text('오늘이나 지난 날짜를 골라 주세요.', 'Choose today or an earlier day.') },
  ];
  constructor() {
    super(text('아직 하지 않은 수업은 기록할 수 없습니다.', 'A lesson that has not been held yet cannot be recorded.'));
  }
}

export class NotForPupils extends AppError {
  readonly kind = 'invalid';
  readonly code = 'sessions.not-for-pupils';
  override readonly fields = [
    { field: 'course', message: text('학생용 과정을 골라 주세요.', 'Choose a course made for pupils.') },
  ];
  constructor() {
    super(text('학생용 과정만 학급에 열 수 있습니다.', 'Only courses made for pupils can be opened for a class.'));
  }
}

export class PseudonymTaken extends AppError {
  readonly kind = 'conflict';
  readonly code = 'sessions.pseudonym-taken';
  override readonly fields;
  constructor(name: string) {
    super(text(`“${name}”은(는) 우리 반에 이미 있는 이름입니다.`, `“${name}” is in the class already.`));
    this.fields = [
      {
        field: 'pseudonyms',
        message: text(`“${name}” 대신 다른 별명을 적어 주세요.`, `Give another name than “${name}”.`),
      },
    ];
  }
}

export class NobodyThere extends AppError {
  readonly kind = 'invalid';
  readonly code = 'sessions.nobody-there';
  constructor() {
    super(
      text(
        '그날 참석한 사람이 없어 기록할 수 없습니다. 날짜와 결석자를 확인해 주세요.',
        'Nobody attended on that day, so there is nothing to record. Check the date and who was absent.',
      ),
    );
  }
}

export class NotInClass extends AppError {
  readonly kind = 'invalid';
  readonly code = 'sessions.not-in-class';
  override readonly fields;
  constructor(field: string) {
    const words = text(
      '그날 이 학급이나 기관에 속하지 않은 사람이 들어 있습니다.',
      'Someone named did not belong to this class or unit on that day.',
    );
    super(words);
    this.fields = [{ field, message: words }];
  }
}

export class NotAClass extends AppError {
  readonly kind = 'not-found';
  readonly code = 'sessions.not-a-class';
  constructor() {
    super(text('학급을 찾을 수 없습니다.', 'The class cannot be found.'));
  }
}

export class AlreadyHeld extends AppError {
  readonly kind = 'conflict';
  readonly code = 'sessions.already-held';
  constructor() {
    super(text('이미 출석을 기록한 교육입니다.', 'The roll of this session has been called already.'));
  }
}

export class NotASheet extends AppError {
  readonly kind = 'invalid';
  readonly code = 'sessions.not-a-sheet';
  override readonly fields;
  constructor() {
    const words = text(
      '출석부는 PDF, PNG, JPEG 파일로, 8MB까지 올릴 수 있습니다.',
      'A sheet is a PDF, PNG or JPEG file of up to 8 MB.',
    );
    super(words);
    this.fields = [{ field: 'file', message: words }];
  }
}

const TRANSFER_WRONG = {
  on: text(
    '이 반에 들어온 날보다 뒤의 날짜를 적어 주세요.',
    'Give a day after the one on which the pupil came into this class.',
  ),
  to: text('지금 있는 반과 다른 반을 골라 주세요.', 'Choose a class that the pupil is not in already.'),
};

export class TransferWrong extends AppError {
  readonly kind = 'invalid';
  readonly code = 'sessions.transfer-wrong';
  override readonly fields;
  constructor(field: keyof typeof TRANSFER_WRONG) {
    super(TRANSFER_WRONG[field]);
    this.fields = [{ field, message: TRANSFER_WRONG[field] }];
  }
}

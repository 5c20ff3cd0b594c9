import { AppError, type FieldError } from '#libs/errors';
import { text } from '#libs/language';

/** A folder or a draft that cannot be published as it is: every error with its place and remedy. */
export class InvalidCourse extends AppError {
  readonly kind = 'invalid';
  readonly code = 'courses.invalid-course';
  constructor(override readonly fields: readonly FieldError[]) {
    super(
      text(
        `과정에 고칠 곳이 ${String(fields.length)}군데 있습니다. 고친 뒤 다시 게시해 주세요.`,
        `The course has ${String(fields.length)} thing(s) to correct. Correct them and publish again.`,
      ),
    );
  }
}

export class DraftConflict extends AppError {
  readonly kind = 'conflict';
  readonly code = 'courses.draft-conflict';
  constructor() {
    super(
      text(
        '다른 사람이 먼저 저장했습니다. 내 글은 그대로 있으니, 새 내용을 불러와 비교한 뒤 다시 저장해 주세요.',
        'Somebody else saved first. Your text is still here: load the newer draft, compare, and save again.',
      ),
    );
  }
}

export class CourseCodeTaken extends AppError {
  readonly kind = 'conflict';
  readonly code = 'courses.code-taken';
  constructor() {
    super(text('이미 쓰고 있는 과정 코드입니다. 다른 코드를 정해 주세요.', 'This course code is in use. Choose another.'));
  }
}

export class DraftTooLarge extends AppError {
  readonly kind = 'invalid';
  readonly code = 'courses.draft-too-large';
  constructor() {
    super(
      text('과정이 너무 큽니다. 그림이나 글을 줄여 주세요.', 'The course is too large. Make figures smaller or texts shorter.'),
    );
  }
}

import { AppError } from '#libs/errors';
import { text } from '#libs/language';

/** The file itself cannot be read as a list. Says what it is, where that can be told, and what to do. */
export class UnreadableList extends AppError {
  readonly kind = 'invalid';
  readonly code = 'rosters.unreadable-list';
}

export class ListTooLarge extends AppError {
  readonly kind = 'invalid';
  readonly code = 'rosters.list-too-large';
}

/** Nothing in the list is called a name: which column is which has to be said on the screen. */
export class ColumnsUnclear extends AppError {
  readonly kind = 'conflict';
  readonly code = 'rosters.columns-unclear';
  constructor() {
    super(
      text(
        '어느 열이 이름인지 알 수 없습니다. 열마다 무엇인지 골라 주세요.',
        'It is not clear which column holds the names. Say what each column is.',
      ),
    );
  }
}

export class ImportUnderWay extends AppError {
  readonly kind = 'conflict';
  readonly code = 'rosters.import-under-way';
  constructor() {
    super(
      text(
        '이 명단의 다른 반영이 아직 끝나지 않았습니다. 끝난 뒤에 다시 눌러 주세요.',
        'Another import of this list has not finished yet. Try again when it has.',
      ),
    );
  }
}

/** The list was checked against people as they were; another import has changed them since. */
export class CheckOutdated extends AppError {
  readonly kind = 'conflict';
  readonly code = 'rosters.check-outdated';
  constructor() {
    super(
      text(
        '확인한 뒤에 다른 명단이 반영되었습니다. 다시 확인해 주세요.',
        'Another list has been applied since this one was checked. Check it again.',
      ),
    );
  }
}

export class WrongStep extends AppError {
  readonly kind = 'conflict';
  readonly code = 'rosters.wrong-step';
  constructor(state: string) {
    super(
      text(`지금 단계에서는 할 수 없는 일입니다. (${state})`, `This cannot be done at the present step (${state}).`),
    );
  }
}

export class TooManyLeave extends AppError {
  readonly kind = 'conflict';
  readonly code = 'rosters.too-many-leave';
  constructor(missing: number, known: number, percent: number) {
    super(
      text(
        `지금 있는 ${String(known)}명 가운데 ${String(missing)}명이 명단에 없습니다(기준 ${String(percent)}%). 다른 기관이나 지난해 명단이 아닌지 보고, 맞으면 '빠진 사람도 반영'을 골라 주세요.`,
        `${String(missing)} of ${String(known)} people are missing from the list (limit ${String(percent)}%). Make sure it is not another unit's or last year's list; if it is right, choose to apply the leavers too.`,
      ),
    );
  }
}

export class UndoClosed extends AppError {
  readonly kind = 'conflict';
  readonly code = 'rosters.undo-closed';
}

export class NotASource extends AppError {
  readonly kind = 'invalid';
  readonly code = 'rosters.not-a-source';
}

/** One of the two is looked after by somebody else. */
export class NotBothYours extends AppError {
  readonly kind = 'forbidden';
  readonly code = 'rosters.not-both-yours';
  constructor() {
    super(
      text(
        '두 사람 가운데 한 사람이 다른 기관에 있어 합칠 수 없습니다. 두 기관을 함께 맡은 담당자에게 부탁해 주세요.',
        'One of the two works elsewhere, so you cannot merge them. Ask somebody who looks after both units.',
      ),
    );
  }
}

/** One of the two may do something elsewhere, which a merge would hand to whoever signs in as the other. */
export class RoleElsewhere extends AppError {
  readonly kind = 'forbidden';
  readonly code = 'rosters.role-elsewhere';
  constructor() {
    super(
      text(
        '두 사람 가운데 한 사람이 내가 맡지 않은 기관에서 역할을 맡고 있어 합칠 수 없습니다. 인권교육 부서에 부탁해 주세요.',
        'One of the two has a role in a unit that you do not look after, so you cannot merge them. Ask the human rights office.',
      ),
    );
  }
}

import { useTranslation } from 'react-i18next';

import { Notice } from '../../parts/Notice';
import { FinishBar } from './FinishBar';
import type { LessonProps } from './lesson-props';

/** The live part: nothing to click. The roll call of a session finishes it. */
export function LiveLesson(props: LessonProps) {
  const { t } = useTranslation();
  const done = props.state.state === 'done';
  return (
    <>
      <Notice tone={done ? 'good' : 'info'} title={t(done ? 'player.live.done' : 'player.live.title')}>
        {done ? null : t('player.live.body')}
      </Notice>
      <FinishBar {...props} finish={null} label={t('player.next')} />
    </>
  );
}

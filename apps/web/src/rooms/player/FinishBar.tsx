import { Button } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { Unreachable } from '../../api/errors';
import { ButtonLink } from '../../parts/ButtonLink';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import classes from './FinishBar.module.css';
import type { LessonProps } from './lesson-props';
import { useNext } from './useNext';

interface Props extends LessonProps {
  /** Null where the lesson is finished by an attempt, not by saying so. */
  finish: (() => Promise<{ completed: boolean }>) | null;
  label: string;
}

/** The end of a lesson: back, and one step on. */
export function FinishBar({ enrollment, state, finish, label }: Props) {
  const { t } = useTranslation();
  const goOn = useNext(enrollment, state.id);
  const at = enrollment.lessons.findIndex((lesson) => lesson.id === state.id);
  const previous = enrollment.lessons[at - 1];
  const finishing = useMutation({
    mutationFn: async () => {
      if (state.state === 'done' || !finish) return { completed: false };
      return finish();
    },
    onSuccess: ({ completed }) => {
      goOn(completed);
    },
  });
  const kept = finishing.error instanceof Unreachable;
  return (
    <div className={`${classes.end ?? ''} no-print`}>
      {finishing.isError && !kept && <Failure error={finishing.error} />}
      {kept && (
        <Notice
          tone="offline"
          title={t('player.keptTitle')}
          live
          actions={
            <Button
              variant="default"
              onClick={() => {
                goOn(false);
              }}
            >
              {t('player.goOnAnyway')}
            </Button>
          }
        >
          {t('player.keptBody')}
        </Notice>
      )}
      <div className={classes.bar}>
        {previous ? (
          <ButtonLink
            variant="default"
            size="lg"
            to="/learn/$enrollmentId/$lessonId"
            params={{ enrollmentId: enrollment.id, lessonId: previous.id }}
            leftSection={<IconArrowLeft size={20} aria-hidden="true" />}
          >
            {t('player.previous')}
          </ButtonLink>
        ) : (
          <span />
        )}
        <Button
          size="lg"
          loading={finishing.isPending}
          leftSection={state.state === 'done' ? undefined : <IconCheck size={20} aria-hidden="true" />}
          rightSection={<IconArrowRight size={20} aria-hidden="true" />}
          onClick={() => {
            finishing.mutate();
          }}
        >
          {state.state === 'done' ? t('player.next') : label}
        </Button>
      </div>
    </div>
  );
}

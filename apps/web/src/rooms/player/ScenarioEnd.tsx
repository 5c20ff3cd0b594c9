import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { ScenarioView } from '../../api/types';
import { useFailureText } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import { Prose } from '../../parts/Prose';
import { FinishBar } from './FinishBar';
import type { Step } from './path';
import type { LessonProps } from './lesson-props';
import classes from './Scenario.module.css';
import { useAttempt } from './useAttempt';

interface Props extends LessonProps {
  scenario: ScenarioView;
  ending: ScenarioView['endings'][number];
  path: Step[];
  sent: boolean;
  onSent: () => void;
  onAgain: () => void;
}

/** The end of a path: sent once by itself, then looked back on. */
export function ScenarioEnd({ scenario, ending, path, sent, onSent, onAgain, ...props }: Props) {
  const { t } = useTranslation();
  const say = useFailureText();
  const attempt = useAttempt(props.enrollment.id, props.state.id, props.lesson.language);
  const started = useRef(false);
  const send = (): void => {
    attempt.mutate(path, { onSuccess: onSent });
  };
  useEffect(() => {
    if (sent || started.current) return;
    started.current = true;
    send();
    // Once for this end; a later failure is tried again by hand.
  });
  const completed = attempt.data?.enrollment.completion != null;
  return (
    <div className={classes.situation}>
      <p className={classes.small}>{t('player.scenario.ending')}</p>
      <h2 tabIndex={-1}>{ending.title}</h2>
      <Prose html={ending.html} />
      <section className={classes.reasoning}>
        <h3>{t('player.scenario.debrief')}</h3>
        <Prose size="compact" html={scenario.debriefHtml} />
      </section>
      <div role="status">{attempt.isPending && <p>{t('player.scenario.sending')}</p>}</div>
      {attempt.isError && (
        <Notice
          tone="warn"
          live
          title={t('player.scenario.sendFailed')}
          actions={
            <Button variant="default" onClick={send}>
              {t('app.retry')}
            </Button>
          }
        >
          {say(attempt.error)}
        </Notice>
      )}
      <div className={classes.again}>
        <p>{t('player.scenario.againHint')}</p>
        <Button
          variant="default"
          leftSection={<IconRefresh size={18} aria-hidden="true" />}
          disabled={attempt.isPending}
          onClick={onAgain}
        >
          {t('player.scenario.again')}
        </Button>
      </div>
      {(sent || attempt.isSuccess) && (
        <FinishBar {...props} finish={() => Promise.resolve({ completed })} label={t('player.next')} />
      )}
    </div>
  );
}

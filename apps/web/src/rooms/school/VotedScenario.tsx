import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ScenarioView } from '../../api/types';
import { Prose } from '../../parts/Prose';
import { type Step, walk } from '../player/path';
import classes from './Presenter.module.css';
import { Vote } from './Vote';

/** A scenario the class walks together, one raised hand each. */
export function VotedScenario({ scenario, language }: { scenario: ScenarioView; language: string }) {
  const { t } = useTranslation();
  const [path, setPath] = useState<Step[]>([]);
  const [stage, setStage] = useState<'role' | 'situation' | 'consequence'>('role');
  const way = walk(scenario, path);
  const taken = way?.taken.at(-1);
  const back = (): void => {
    setPath(path.slice(0, -1));
    setStage('situation');
  };

  if (stage === 'role' || !way) {
    return (
      <>
        <h3 className={classes.number}>{t('school.present.role')}</h3>
        <Prose size="large" html={scenario.role} language={language} />
        {scenario.people.length > 0 && (
          <dl className={classes.people}>
            {scenario.people.map((person) => (
              <div key={person.id}>
                <dt>{person.name}</dt>
                <dd>{person.about}</dd>
              </div>
            ))}
          </dl>
        )}
        <div>
          <Button
            size="lg"
            onClick={() => {
              setStage('situation');
            }}
          >
            {t('player.scenario.start')}
          </Button>
        </div>
      </>
    );
  }
  if (stage === 'consequence' && taken) {
    return (
      <div role="group" aria-live="polite">
        <h3 className={classes.number}>{t('player.scenario.consequence')}</h3>
        <Prose size="large" html={taken.choice.consequenceHtml} language={language} />
        <div className={classes.reasoning}>
          <h4>{t('player.scenario.reasoning')}</h4>
          <Prose size="large" html={taken.choice.reasoningHtml} language={language} />
        </div>
        <div className={classes.row}>
          <Button size="lg" variant="default" onClick={back}>
            {t('school.present.back')}
          </Button>
          <Button
            size="lg"
            onClick={() => {
              setStage('situation');
            }}
          >
            {way.ending ? t('player.scenario.toEnding') : t('player.scenario.onward')}
          </Button>
        </div>
      </div>
    );
  }
  if (way.ending) {
    return (
      <div role="group" aria-live="polite">
        <h3 className={classes.number}>{way.ending.title}</h3>
        <Prose size="large" html={way.ending.html} language={language} />
        <div className={classes.reasoning}>
          <h4>{t('player.scenario.debrief')}</h4>
          <Prose size="large" html={scenario.debriefHtml} language={language} />
        </div>
        <div className={classes.row}>
          <Button size="lg" variant="default" onClick={back}>
            {t('school.present.back')}
          </Button>
          <Button
            size="lg"
            variant="default"
            onClick={() => {
              setPath([]);
              setStage('situation');
            }}
          >
            {t('player.scenario.again')}
          </Button>
        </div>
      </div>
    );
  }
  const situation = way.situation;
  if (!situation) return null;
  return (
    <>
      <h3 className={classes.number}>{t('player.scenario.situation', { number: way.taken.length + 1 })}</h3>
      <Prose size="large" html={situation.html} language={language} />
      <p className={classes.discuss}>{t('player.scenario.choose')}</p>
      <Vote
        key={situation.id}
        choices={situation.choices}
        language={language}
        onTake={(choice) => {
          setPath([...path, { situation: situation.id, choice }]);
          setStage('consequence');
        }}
      />
    </>
  );
}

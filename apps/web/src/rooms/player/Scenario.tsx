import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { ScenarioView } from '../../api/types';
import { Disclosure } from '../../parts/Disclosure';
import { Prose } from '../../parts/Prose';
import { Consequence } from './Consequence';
import { useKept } from './kept';
import { type Step, walk } from './path';
import type { LessonProps } from './lesson-props';
import classes from './Scenario.module.css';
import { ScenarioEnd } from './ScenarioEnd';
import { Situation } from './Situation';
import { usePresence } from './usePresence';

interface Kept {
  path: Step[];
  /** How many consequences have been read: the last one stands open until then. */
  read: number;
  begun: boolean;
  sent: boolean;
}
const nothing: Kept = { path: [], read: 0, begun: false, sent: false };

function isKept(value: unknown): value is Kept {
  return typeof value === 'object' && value !== null && Array.isArray(Reflect.get(value, 'path'));
}

/** A case in which one decides: a situation, a choice, what came of it, and on. The way taken survives a reload. */
export function Scenario(props: LessonProps & { scenario: ScenarioView }) {
  const { enrollment, state, lesson, scenario } = props;
  usePresence(enrollment.id, state.id);
  const [kept, keep] = useKept(`scenario.${enrollment.id}.${state.id}`, nothing, isKept);
  const way = walk(scenario, kept.path) ?? { taken: [], situation: null, ending: null };
  const reading = way.taken.length > kept.read ? way.taken.at(-1) : undefined;
  const stage = useRef<HTMLDivElement>(null);
  const step = `${String(kept.begun)}.${String(kept.path.length)}.${String(kept.read)}`;
  const first = useRef(step);
  useEffect(() => {
    if (first.current === step) return;
    first.current = step;
    const heading = stage.current?.querySelector('h2');
    heading?.focus({ preventScroll: true });
    stage.current?.scrollIntoView({ block: 'start' });
  }, [step]);

  const fits = walk(scenario, kept.path) !== null;
  useEffect(() => {
    if (!fits) keep(nothing);
  }, [fits, keep]);

  const situation = way.situation;
  return (
    <div className={classes.scenario} lang={lesson.language}>
      {!kept.begun ? (
        <Opening
          scenario={scenario}
          language={lesson.language}
          onBegin={() => {
            keep({ ...kept, begun: true });
          }}
        />
      ) : (
        <div ref={stage} className={classes.stage}>
          {reading && (
            <Consequence
              choice={reading.choice}
              last={way.ending !== null}
              onNext={() => {
                keep({ ...kept, read: kept.path.length });
              }}
            />
          )}
          {!reading && situation && (
            <Situation
              key={situation.id}
              situation={situation}
              number={way.taken.length + 1}
              onChoose={(choice) => {
                keep({ ...kept, path: [...kept.path, { situation: situation.id, choice }] });
              }}
            />
          )}
          {!reading && way.ending && (
            <ScenarioEnd
              {...props}
              ending={way.ending}
              path={kept.path}
              sent={kept.sent}
              onSent={() => {
                keep({ ...kept, sent: true });
              }}
              onAgain={() => {
                keep({ ...nothing, begun: true });
              }}
            />
          )}
        </div>
      )}
    </div>
  );
}

function Opening({ scenario, language, onBegin }: { scenario: ScenarioView; language: string; onBegin: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.opening}>
      <section className={classes.role}>
        <h2 className={classes.roleTitle}>{t('player.scenario.role')}</h2>
        <Prose html={scenario.role} language={language} />
      </section>
      {scenario.people.length > 0 && (
        <Disclosure summary={t('player.scenario.people')} open>
          <dl className={classes.people}>
            {scenario.people.map((person) => (
              <div key={person.id}>
                <dt>{person.name}</dt>
                <dd>{person.about}</dd>
              </div>
            ))}
          </dl>
        </Disclosure>
      )}
      <div>
        <Button size="lg" onClick={onBegin}>
          {t('player.scenario.start')}
        </Button>
      </div>
    </div>
  );
}

import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Prose } from '../../parts/Prose';
import classes from './Presenter.module.css';

interface Props {
  choices: { id: string; html: string }[];
  language: string;
  /** Given where the class goes a way together; a question is only talked over. */
  onTake?: (choice: string) => void;
}

/** Hands counted on the screen and nowhere else: no pupil's answer is stored. */
export function Vote({ choices, language, onTake }: Props) {
  const { t } = useTranslation();
  const [hands, setHands] = useState<Record<string, number>>({});
  const count = (id: string): number => hands[id] ?? 0;
  const most = Math.max(0, ...choices.map((choice) => count(choice.id)));
  const leading = most > 0 ? choices.filter((choice) => count(choice.id) === most) : [];
  const total = choices.reduce((sum, choice) => sum + count(choice.id), 0);
  const [winner] = leading;
  return (
    <div className={classes.vote}>
      <ol className={classes.choices}>
        {choices.map((choice, index) => (
          <li key={choice.id} className={classes.choice} data-leading={leading.includes(choice) || undefined}>
            <span className={classes.letter} aria-hidden="true">
              {index + 1}
            </span>
            <div className={classes.choiceBody}>
              <Prose size="large" html={choice.html} language={language} />
              <div className={classes.bar} aria-hidden="true">
                <span style={{ inlineSize: total > 0 ? `${String((count(choice.id) / total) * 100)}%` : 0 }} />
              </div>
            </div>
            <label className={classes.hands}>
              <span>
                {t('school.present.hands')}
                <span className="sr-only"> ({t('school.present.handsFor', { choice: index + 1 })})</span>
              </span>
              <input
                type="number"
                inputMode="numeric"
                min={0}
                max={99}
                value={count(choice.id) === 0 ? '' : count(choice.id)}
                placeholder="0"
                onChange={(event) => {
                  const number = Math.trunc(Number(event.currentTarget.value));
                  setHands({ ...hands, [choice.id]: Math.min(99, Math.max(0, Number.isFinite(number) ? number : 0)) });
                }}
              />
            </label>
            {onTake && (
              <Button
                variant="default"
                aria-label={t('school.present.takeNamed', { choice: index + 1 })}
                onClick={() => {
                  onTake(choice.id);
                }}
              >
                {t('school.present.take')}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {onTake && leading.length > 1 && <p role="status">{t('school.present.tie')}</p>}
      {onTake && leading.length === 1 && winner && (
        <div>
          <Button
            size="lg"
            onClick={() => {
              onTake(winner.id);
            }}
          >
            {t('school.present.most')}
          </Button>
        </div>
      )}
    </div>
  );
}

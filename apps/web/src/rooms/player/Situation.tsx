import { Button } from '@mantine/core';
import { type SyntheticEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ScenarioView } from '../../api/types';
import { Prose } from '../../parts/Prose';
import { Choices } from './Choices';
import classes from './Scenario.module.css';

interface Props {
  situation: ScenarioView['situations'][number];
  number: number;
  onChoose: (choice: string) => void;
}

export function Situation({ situation, number, onChoose }: Props) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const id = useId();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (chosen !== null) onChoose(chosen);
  };
  return (
    <form onSubmit={submit} className={classes.situation}>
      <h2 tabIndex={-1} className={classes.number}>
        {t('player.scenario.situation', { number })}
      </h2>
      <div id={id}>
        <Prose html={situation.html} />
      </div>
      <Choices
        name={situation.id}
        legend={t('player.scenario.choose')}
        describedBy={id}
        kind="single"
        choices={situation.choices}
        chosen={chosen === null ? [] : [chosen]}
        error={tried && chosen === null ? t('player.scenario.needChoice') : null}
        onChange={([next]) => {
          setChosen(next ?? null);
        }}
      />
      <div>
        <Button type="submit" size="lg">
          {t('player.scenario.pick')}
        </Button>
      </div>
    </form>
  );
}

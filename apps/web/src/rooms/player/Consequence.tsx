import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { ScenarioView } from '../../api/types';
import { Prose } from '../../parts/Prose';
import classes from './Scenario.module.css';

interface Props {
  choice: ScenarioView['situations'][number]['choices'][number];
  last: boolean;
  onNext: () => void;
}

export function Consequence({ choice, last, onNext }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.situation}>
      <div className={classes.chosen}>
        <p className={classes.small}>{t('player.scenario.chosen')}</p>
        <Prose size="compact" html={choice.html} />
      </div>
      <div>
        <h2 tabIndex={-1} className={classes.number}>
          {t('player.scenario.consequence')}
        </h2>
        <Prose html={choice.consequenceHtml} />
      </div>
      <div className={classes.reasoning}>
        <h3>{t('player.scenario.reasoning')}</h3>
        <Prose size="compact" html={choice.reasoningHtml} />
      </div>
      <div>
        <Button size="lg" onClick={onNext} rightSection={<IconArrowRight size={20} aria-hidden="true" />}>
          {last ? t('player.scenario.toEnding') : t('player.scenario.onward')}
        </Button>
      </div>
    </div>
  );
}

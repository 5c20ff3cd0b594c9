import { useTranslation } from 'react-i18next';

import classes from './Imports.module.css';

const STEPS = ['upload', 'check', 'apply'] as const;

/** Where somebody is on the way of a list. */
export function Steps({ at }: { at: (typeof STEPS)[number] }) {
  const { t } = useTranslation();
  return (
    <ol
      className={classes.steps}
      aria-label={t('imports.step', { number: STEPS.indexOf(at) + 1, total: STEPS.length })}
    >
      {STEPS.map((step, index) => (
        <li key={step} aria-current={step === at ? 'step' : undefined}>
          {index + 1}. {t(`imports.steps.${step}`)}
        </li>
      ))}
    </ol>
  );
}

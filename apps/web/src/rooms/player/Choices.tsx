import { useId } from 'react';

import { Prose } from '../../parts/Prose';
import classes from './Choices.module.css';

interface Props {
  name: string;
  legend: string;
  /** Refers to what the question is, for screen readers. */
  describedBy?: string;
  kind: 'single' | 'multiple';
  choices: { id: string; html: string }[];
  chosen: string[];
  language?: string;
  error?: string | null;
  hideLegend?: boolean;
  onChange: (chosen: string[]) => void;
}

/** Answers to choose from: the whole row is the target, by mouse, finger and keyboard. */
export function Choices({
  name,
  legend,
  describedBy,
  kind,
  choices,
  chosen,
  language,
  error,
  hideLegend = false,
  onChange,
}: Props) {
  const errorId = useId();
  return (
    <fieldset
      className={classes.choices}
      aria-describedby={[describedBy, error ? errorId : null].filter(Boolean).join(' ') || undefined}
      aria-invalid={error ? true : undefined}
    >
      <legend className={hideLegend ? 'sr-only' : classes.legend}>{legend}</legend>
      {choices.map((choice) => {
        const on = chosen.includes(choice.id);
        return (
          <label key={choice.id} className={classes.choice} data-on={on || undefined}>
            <input
              type={kind === 'single' ? 'radio' : 'checkbox'}
              name={name}
              value={choice.id}
              checked={on}
              onChange={() => {
                if (kind === 'single') onChange([choice.id]);
                else onChange(on ? chosen.filter((id) => id !== choice.id) : [...chosen, choice.id]);
              }}
            />
            <Prose inline size="compact" html={choice.html} {...(language && { language })} />
          </label>
        );
      })}
      {error && (
        <p id={errorId} className={classes.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

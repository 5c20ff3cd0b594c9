import classes from './Meter.module.css';

interface Props {
  label: string;
  value: number;
  max: number;
  /** What a screen reader hears instead of a bare number. */
  text: string;
  done?: boolean;
}

export function Meter({ label, value, max, text, done = false }: Props) {
  const share = max > 0 ? Math.min(1, value / max) : 0;
  return (
    <div
      className={classes.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={Math.min(value, max)}
      aria-valuetext={text}
    >
      <div className={classes.bar} data-done={done || undefined} style={{ inlineSize: `${String(share * 100)}%` }} />
    </div>
  );
}

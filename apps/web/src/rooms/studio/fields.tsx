import { NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Text } from '../../api/types';
import { useText } from '../../i18n';
import { useEditing } from './context';
import { type Path, pathText } from './document';
import classes from './fields.module.css';

/** What the server says about exactly this field. */
export function useProblem(path: Path): string | null {
  const { problems } = useEditing();
  const text = useText();
  const place = pathText(path);
  const found = problems.filter((problem) => problem.path === place);
  return found.length === 0 ? null : found.map((problem) => text(problem.message)).join(' ');
}

interface PairProps {
  path: Path;
  label: string;
  value: Text;
  hint?: string;
  rows?: number;
}

/** One text in both languages, side by side; under each other on a phone. */
export function TextPair({ path, label, value, hint, rows }: PairProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.pair} role="group" aria-label={label}>
      <OneText
        path={[...path, 'ko']}
        label={`${label} · ${t('studio.korean')}`}
        language="ko"
        value={value.ko}
        {...(hint && { hint })}
        {...(rows && { rows })}
      />
      <OneText
        path={[...path, 'en']}
        label={`${label} · ${t('studio.english')}`}
        language="en"
        value={value.en}
        {...(hint && { hint })}
        {...(rows && { rows })}
      />
    </div>
  );
}

function OneText({
  path,
  label,
  language,
  value,
  hint,
  rows,
}: {
  path: Path;
  label: string;
  language: string;
  value: string;
  hint?: string;
  rows?: number;
}) {
  const { set } = useEditing();
  const error = useProblem(path);
  const shared = {
    label,
    lang: language,
    value,
    error,
    description: hint,
    'data-path': pathText(path),
    onChange: (event: { currentTarget: { value: string } }) => {
      set(path, event.currentTarget.value);
    },
  };
  return rows ? <Textarea {...shared} autosize minRows={rows} /> : <TextInput {...shared} />;
}

export function LineField({
  path,
  label,
  value,
  hint,
  type,
}: {
  path: Path;
  label: string;
  value: string;
  hint?: string;
  type?: string;
}) {
  const { set } = useEditing();
  const error = useProblem(path);
  return (
    <TextInput
      label={label}
      value={value}
      error={error}
      description={hint}
      type={type ?? 'text'}
      data-path={pathText(path)}
      onChange={(event) => {
        set(path, event.currentTarget.value || undefined);
      }}
    />
  );
}

export function NumberField({
  path,
  label,
  value,
  min,
  max,
  hint,
}: {
  path: Path;
  label: string;
  value: number;
  min: number;
  max: number;
  hint?: string;
}) {
  const { set } = useEditing();
  const error = useProblem(path);
  return (
    <NumberInput
      label={label}
      value={value}
      min={min}
      max={max}
      allowDecimal={false}
      error={error}
      description={hint}
      data-path={pathText(path)}
      onChange={(next) => {
        if (typeof next === 'number') set(path, next);
      }}
    />
  );
}

export function ChoiceField({
  path,
  label,
  value,
  options,
  hint,
}: {
  path: Path;
  label: string;
  value: string;
  options: { value: string; label: string }[];
  hint?: string;
}) {
  const { set } = useEditing();
  const error = useProblem(path);
  return (
    <NativeSelect
      label={label}
      value={value}
      data={options}
      error={error}
      description={hint}
      data-path={pathText(path)}
      onChange={(event) => {
        set(path, event.currentTarget.value);
      }}
    />
  );
}

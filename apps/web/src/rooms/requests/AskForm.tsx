import { Button, Checkbox, FileInput, NativeSelect, NumberInput, Radio, TextInput, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, newKey, once, unwrap } from '../../api/client';
import { fieldError } from '../../api/errors';
import { queries } from '../../api/queries';
import type { AskOptions, NewRequest, Obligation } from '../../api/types';
import { uploadProof } from '../../api/upload';
import { useText, useWord } from '../../i18n';
import { cityToday } from '../../i18n/format';
import { Failure } from '../../parts/Failure';
import { topics } from '../school/session-words';
import classes from './Requests.module.css';

type Kind = NewRequest['kind'];
type Learned = Extract<NewRequest, { kind: 'outside' }>['learned'];

const MODES = ['in-person', 'live-online', 'self-paced'] as const;
const METHODS = ['lecture', 'participatory'] as const;
const OWED = new Set<Obligation['state']>(['upcoming', 'open', 'paused']);

interface Fields extends Omit<Learned, 'proof' | 'issuerCode'> {
  reason: string;
  ground: string;
  from: string;
  to: string;
  file: File | null;
}

/** What may be asked about this duty: an end of the duty leaves only the objection. */
function kindsFor(obligation: Obligation, options: AskOptions | undefined): Kind[] {
  if (!OWED.has(obligation.state)) return ['appeal'];
  return ['extension', 'outside', ...(options?.exemption ? (['exemption'] as const) : []), 'appeal'];
}

/** One form for the four things that a person may ask about a duty. */
export function AskForm({
  obligation,
  options,
  onSent,
}: {
  obligation: Obligation;
  options: AskOptions | undefined;
  onSent: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const kinds = kindsFor(obligation, options);
  const [kind, setKind] = useState<Kind>(kinds[0] ?? 'appeal');
  const [fields, setFields] = useState<Fields>({
    reason: '',
    ground: options?.exemption?.grounds[0]?.code ?? '',
    from: cityToday(),
    to: '',
    title: '',
    issuerName: '',
    minutes: 60,
    times: 1,
    mode: 'in-person',
    method: 'lecture',
    topics: [],
    earnedOn: '',
    file: null,
  });
  const [tried, setTried] = useState(false);
  const key = useRef(newKey());
  useEffect(() => {
    key.current = newKey();
  }, [kind, fields]);
  const lacking = missing(kind, fields);
  const send = useMutation({
    mutationFn: async () => {
      const body = await requestOf(kind, obligation.id, fields);
      return unwrap(http.POST('/api/v1/requests', { params: { header: once(key.current) }, body }));
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: queries.myRequests().queryKey });
      onSent();
    },
  });
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    setTried(true);
    if (lacking.size === 0 && !send.isPending) send.mutate();
    // To the first field that lacks something, once its message is there.
    else requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const set = (change: Partial<Fields>): void => {
    setFields({ ...fields, ...change });
  };
  const fault = (field: string, ...sent: string[]): string | null => {
    if (tried && lacking.has(field)) return t(`requests.${needOf(field)}`);
    return sent.map((name) => fieldError(send.error, name)).find((message) => message !== null) ?? null;
  };
  return (
    <form className={classes.stack} onSubmit={submit} noValidate>
      {kinds.length > 1 && (
        <Radio.Group
          label={t('requests.what')}
          value={kind}
          onChange={(value) => {
            setKind(kinds.find((each) => each === value) ?? kind);
            send.reset();
            setTried(false);
          }}
        >
          <div className={classes.choices}>
            {kinds.map((each) => (
              <Radio
                key={each}
                value={each}
                label={t(`requests.kind.${each}`)}
                description={t(`requests.about.${each}`)}
                size="md"
              />
            ))}
          </div>
        </Radio.Group>
      )}
      {kind === 'extension' && (
        <TextInput
          type="date"
          label={t('requests.until')}
          value={fields.to}
          min={obligation.dueOn}
          error={fault('to', 'to')}
          onChange={({ currentTarget: { value } }) => {
            set({ to: value });
          }}
        />
      )}
      {kind === 'exemption' && options?.exemption && (
        <ExemptionFields terms={options.exemption} fields={fields} set={set} fault={fault} />
      )}
      {kind === 'outside' && <LearnedFields fields={fields} set={set} fault={fault} />}
      <Textarea
        label={t('requests.reason')}
        description={t('requests.reasonHint')}
        autosize
        minRows={3}
        maxLength={2000}
        value={fields.reason}
        error={fault('reason', 'reason')}
        onChange={({ currentTarget: { value } }) => {
          set({ reason: value });
        }}
      />
      {send.isError && <Failure error={send.error} />}
      <div>
        <Button type="submit" loading={send.isPending}>
          {t('requests.send')}
        </Button>
      </div>
    </form>
  );
}

interface PartProps {
  fields: Fields;
  set: (change: Partial<Fields>) => void;
  fault: (field: string, ...sent: string[]) => string | null;
}

function ExemptionFields({ terms, fields, set, fault }: PartProps & { terms: NonNullable<AskOptions['exemption']> }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <>
      <NativeSelect
        label={t('requests.ground')}
        value={fields.ground}
        data={terms.grounds.map(({ code, title }) => ({ value: code, label: text(title) }))}
        error={fault('ground', 'ground')}
        onChange={({ currentTarget: { value } }) => {
          set({ ground: value });
        }}
      />
      <div className={classes.row}>
        {(['from', 'to'] as const).map((name) => (
          <TextInput
            key={name}
            type="date"
            label={t(`requests.${name}`)}
            {...(name === 'to' && { description: t('requests.longest', { count: terms.maxDays }) })}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={fields[name]}
            error={fault(name, name)}
            onChange={({ currentTarget: { value } }) => {
              set({ [name]: value });
            }}
          />
        ))}
      </div>
    </>
  );
}

function LearnedFields({ fields, set, fault }: PartProps) {
  const { t } = useTranslation();
  const word = useWord();
  return (
    <>
      <div className={classes.row}>
        {(['title', 'issuerName'] as const).map((name) => (
          <TextInput
            key={name}
            label={t(name === 'title' ? 'requests.learnedTitle' : 'requests.issuer')}
            value={fields[name]}
            maxLength={name === 'title' ? 200 : 160}
            error={fault(name, `learned.${name}`)}
            onChange={({ currentTarget: { value } }) => {
              set({ [name]: value });
            }}
          />
        ))}
        <TextInput
          type="date"
          label={t('requests.earnedOn')}
          value={fields.earnedOn}
          max={cityToday()}
          error={fault('earnedOn', 'learned.earnedOn')}
          onChange={({ currentTarget: { value } }) => {
            set({ earnedOn: value });
          }}
        />
      </div>
      <div className={classes.row}>
        {(['minutes', 'times'] as const).map((name) => (
          <NumberInput
            key={name}
            label={t(`requests.${name}`)}
            min={0}
            max={name === 'minutes' ? 60_000 : 50}
            allowDecimal={false}
            value={fields[name] ?? 0}
            error={fault(name, `learned.${name}`)}
            onChange={(value) => {
              if (typeof value === 'number') set({ [name]: value });
            }}
          />
        ))}
        <NativeSelect
          label={t('requests.mode')}
          value={fields.mode}
          data={MODES.map((mode) => ({ value: mode, label: word('mode', mode) }))}
          onChange={({ currentTarget: { value } }) => {
            set({ mode: MODES.find((mode) => mode === value) ?? 'in-person' });
          }}
        />
        <NativeSelect
          label={t('requests.method')}
          value={fields.method ?? 'lecture'}
          data={METHODS.map((method) => ({ value: method, label: word('method', method) }))}
          onChange={({ currentTarget: { value } }) => {
            set({ method: METHODS.find((method) => method === value) ?? 'lecture' });
          }}
        />
      </div>
      <Checkbox.Group
        label={t('requests.topics')}
        value={fields.topics ?? []}
        onChange={(next) => {
          set({ topics: topics.filter((topic) => next.includes(topic)) });
        }}
      >
        <div className={classes.ticks}>
          {topics.map((topic) => (
            <Checkbox key={topic} value={topic} label={word('topic', topic)} size="md" />
          ))}
        </div>
      </Checkbox.Group>
      <FileInput
        label={t('requests.proof')}
        description={t('requests.proofHint')}
        placeholder={t('requests.chooseFile')}
        accept="application/pdf,image/png,image/jpeg"
        clearable
        clearButtonProps={{ 'aria-label': t('app.cancel') }}
        value={fields.file}
        error={fault('file', 'learned.proof', 'file')}
        onChange={(file) => {
          set({ file });
        }}
      />
    </>
  );
}

function missing(kind: Kind, fields: Fields): ReadonlySet<string> {
  const lacks = new Set<string>();
  if (fields.reason.trim().length < 2) lacks.add('reason');
  if ((kind === 'extension' || kind === 'exemption') && fields.to === '') lacks.add('to');
  if (kind === 'exemption' && fields.from === '') lacks.add('from');
  if (kind === 'outside') {
    if (fields.title.trim().length < 2) lacks.add('title');
    if (fields.issuerName.trim().length < 2) lacks.add('issuerName');
    if (fields.earnedOn === '') lacks.add('earnedOn');
    if (fields.file === null) lacks.add('file');
  }
  return lacks;
}

function needOf(field: string): 'needReason' | 'needTitle' | 'needIssuer' | 'needProof' | 'needDate' {
  if (field === 'reason') return 'needReason';
  if (field === 'title') return 'needTitle';
  if (field === 'issuerName') return 'needIssuer';
  return field === 'file' ? 'needProof' : 'needDate';
}

async function requestOf(kind: Kind, obligation: string, fields: Fields): Promise<NewRequest> {
  const { reason, ground, from, to, file, ...learned } = fields;
  const base = { obligation, reason: reason.trim() };
  switch (kind) {
    case 'extension':
      return { kind, ...base, to };
    case 'exemption':
      return { kind, ...base, ground, from, to };
    case 'appeal':
      return { kind, ...base };
    case 'outside': {
      if (file === null) throw new Error('a proof is missing');
      const proof = await uploadProof(file);
      return {
        kind,
        ...base,
        learned: { ...learned, title: learned.title.trim(), issuerName: learned.issuerName.trim(), proof: proof.id },
      };
    }
  }
}

import { Button, Checkbox, FileInput, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { queries } from '../../api/queries';
import type { Roll } from '../../api/types';
import { useText } from '../../i18n';
import { cityToday, useFormat } from '../../i18n/format';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import classes from './Sessions.module.css';

const route = getRouteApi('/in/sessions/$sessionId');
/** A long roll is searched, not scrolled. */
const SHOWN = 200;

export function RollCall() {
  const { t } = useTranslation();
  const { sessionId } = route.useParams();
  const query = useQuery(queries.roll(sessionId));
  return (
    <Page
      title={query.data?.session.title ?? t('sessions.roll')}
      width="narrow"
      above={
        <Link to="/sessions" className={classes.back}>
          <IconArrowLeft size={18} aria-hidden="true" />
          {t('app.back')}
        </Link>
      }
    >
      <QueryView query={query}>
        {(roll) => (
          <div className={classes.stack}>
            <About roll={roll} />
            {roll.session.state === 'held' && (
              <Notice tone="good" title={t('sessions.done')}>
                {t('sessions.attended', { count: roll.present.length })}
              </Notice>
            )}
            {roll.session.state === 'planned' &&
              (roll.session.heldOn > cityToday() ? (
                <Notice tone="info">{t('sessions.future')}</Notice>
              ) : (
                <Call roll={roll} />
              ))}
            <Sheet roll={roll} />
          </div>
        )}
      </QueryView>
    </Page>
  );
}

function About({ roll: { session } }: { roll: Roll }) {
  const { t } = useTranslation();
  const { date, minutes } = useFormat();
  return (
    <div>
      <p>{[date(session.heldOn), session.place, session.host].filter(Boolean).join(' · ')}</p>
      {session.partner && (
        <p>{t('sessions.with', { partner: [session.partner, session.coLead].filter(Boolean).join(' · ') })}</p>
      )}
      <ol>
        {session.parts.map((part) => (
          <li key={part.number}>
            {part.title ?? t('sessions.part', { number: part.number })} · {minutes(part.minutes)}
          </li>
        ))}
      </ol>
    </div>
  );
}

function Call({ roll }: { roll: Roll }) {
  const { t } = useTranslation();
  const text = useText();
  const client = useQueryClient();
  const all = roll.session.parts.map((part) => part.number);
  const [present, setPresent] = useState<Record<string, number[]>>({});
  const [search, setSearch] = useState('');
  const [tried, setTried] = useState(false);
  const count = Object.keys(present).length;
  const record = useMutation({
    mutationFn: () =>
      unwrap(
        http.POST('/api/v1/sessions/{id}/roll-call', {
          params: { path: { id: roll.session.id } },
          body: { present: Object.entries(present).map(([personId, parts]) => ({ personId, parts })) },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['roll', roll.session.id] });
      void client.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  const set = (personId: string, parts: number[]): void => {
    const others = Object.entries(present).filter(([id]) => id !== personId);
    setPresent(Object.fromEntries(parts.length === 0 ? others : [...others, [personId, parts]]));
  };
  const shown = roll.people.filter(({ name }) => name.includes(search.trim())).slice(0, SHOWN);
  return (
    <>
      <p>{t('sessions.rollLead')}</p>
      <Paste
        roll={roll}
        onFound={(ids) => {
          setPresent({ ...Object.fromEntries(ids.map((id) => [id, all])), ...present });
        }}
      />
      <div className={classes.stack}>
        <TextInput
          label={t('sessions.search')}
          value={search}
          onChange={({ currentTarget: { value } }) => {
            setSearch(value);
          }}
        />
        <ul className={classes.roll} aria-label={t('sessions.people')} tabIndex={0}>
          {shown.map((person) => (
            <li key={person.personId} className={classes.person}>
              <Checkbox
                size="md"
                label={person.name}
                description={[text(person.unit), person.position].filter(Boolean).join(' · ')}
                checked={present[person.personId] !== undefined}
                onChange={({ currentTarget: { checked } }) => {
                  set(person.personId, checked ? all : []);
                }}
              />
              {all.length > 1 && present[person.personId] !== undefined && (
                <Checkbox.Group
                  aria-label={`${person.name}: ${t('sessions.parts')}`}
                  value={(present[person.personId] ?? []).map(String)}
                  onChange={(parts) => {
                    set(
                      person.personId,
                      all.filter((number) => parts.includes(String(number))),
                    );
                  }}
                >
                  <div className={classes.person}>
                    {all.map((number) => (
                      <Checkbox key={number} value={String(number)} label={t('sessions.part', { number })} />
                    ))}
                  </div>
                </Checkbox.Group>
              )}
            </li>
          ))}
        </ul>
        <p role="status">{t('sessions.count', { count, total: roll.people.length })}</p>
        {tried && count === 0 && (
          <Notice tone="warn" live>
            {t('sessions.nobody')}
          </Notice>
        )}
        {record.isError && <Failure error={record.error} />}
        <div>
          <Button
            size="lg"
            loading={record.isPending}
            onClick={() => {
              setTried(true);
              if (count > 0) record.mutate();
            }}
          >
            {t('sessions.submit')}
          </Button>
        </div>
      </div>
    </>
  );
}

function Paste({ roll, onFound }: { roll: Roll; onFound: (personIds: string[]) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const [pasted, setPasted] = useState('');
  const match = useMutation({
    mutationFn: () =>
      unwrap(
        http.POST('/api/v1/sessions/{id}/matches', {
          params: { path: { id: roll.session.id } },
          body: { text: pasted },
        }),
      ),
    onSuccess: ({ lines }) => {
      onFound(lines.flatMap((line) => (line.personId === undefined ? [] : [line.personId])));
    },
  });
  const people = new Map(roll.people.map((person) => [person.personId, person]));
  const found = match.data?.lines.filter(({ state }) => state === 'found').length ?? 0;
  const unknown = match.data?.lines.filter(({ state }) => state === 'unknown') ?? [];
  return (
    <div className={classes.stack}>
      <Textarea
        label={t('sessions.paste')}
        description={t('sessions.pasteHint')}
        autosize
        minRows={3}
        maxRows={10}
        value={pasted}
        onChange={({ currentTarget: { value } }) => {
          setPasted(value);
        }}
      />
      <div>
        <Button
          variant="default"
          disabled={pasted.trim() === ''}
          loading={match.isPending}
          onClick={() => {
            match.mutate();
          }}
        >
          {t('sessions.match')}
        </Button>
      </div>
      {match.isError && <Failure error={match.error} />}
      {match.data && (
        <Notice tone={unknown.length === 0 ? 'good' : 'warn'} live title={t('sessions.matched', { found })}>
          {unknown.length > 0 && `${t('sessions.unknown')}: ${unknown.map(({ line }) => line).join(', ')}`}
        </Notice>
      )}
      {match.data?.lines.map(
        (line, index) =>
          line.state === 'ambiguous' && (
            <NativeSelect
              key={`${String(index)} ${line.line}`}
              label={line.line}
              description={t('sessions.ambiguous')}
              defaultValue=""
              data={[
                { value: '', label: t('sessions.choose') },
                ...(line.candidates ?? []).map((id) => {
                  const person = people.get(id);
                  const where = person ? [text(person.unit), person.position].filter(Boolean).join(' · ') : '';
                  return { value: id, label: `${person?.name ?? ''} (${where})` };
                }),
              ]}
              onChange={({ currentTarget: { value } }) => {
                if (value) onFound([value]);
              }}
            />
          ),
      )}
    </div>
  );
}

function Sheet({ roll: { session } }: { roll: Roll }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const keep = useMutation({
    mutationFn: async (sheet: File) => {
      const form = new FormData();
      form.append('file', sheet);
      await unwrap(
        http.PUT('/api/v1/sessions/{id}/proof', {
          params: { path: { id: session.id } },
          // The document says no more of a form than that there is one.
          ...({ body: form, bodySerializer: (body: unknown) => body } as object),
        }),
      );
    },
    onSuccess: async () => {
      setFile(null);
      await client.invalidateQueries({ queryKey: ['roll', session.id] });
    },
  });
  return (
    <div className={classes.stack}>
      {session.proof !== null && (
        <p>
          <a href={`/api/v1/sessions/${session.id}/proof`} download>
            {t('sessions.sheetKept', { name: session.proof })}
          </a>
        </p>
      )}
      <FileInput
        size="md"
        label={t('sessions.sheet')}
        description={t('sessions.sheetHint')}
        accept="application/pdf,image/png,image/jpeg"
        value={file}
        clearable
        onChange={setFile}
      />
      {keep.isError && <Failure error={keep.error} />}
      <div>
        <Button
          variant="default"
          disabled={file === null}
          loading={keep.isPending}
          onClick={() => {
            if (file) keep.mutate(file);
          }}
        >
          {t('sessions.keep')}
        </Button>
      </div>
    </div>
  );
}

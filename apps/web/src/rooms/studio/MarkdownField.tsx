import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { IconBold, IconBulb, IconH2, IconLink, IconList } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Text } from '../../api/types';
import { useText } from '../../i18n';
import { useEditing } from './context';
import { type Path, pathText } from './document';
import { useProblem } from './fields';
import classes from './MarkdownField.module.css';
import { PhonePreview } from './PhonePreview';

const callouts = ['case', 'law', 'contested', 'try', 'quote'] as const;

/** A long text with light marks, and beside it how a phone will show it. */
export function MarkdownField({ path, label, value, title }: { path: Path; label: string; value: Text; title: Text }) {
  const { t } = useTranslation();
  const [language, setLanguage] = useState<'ko' | 'en'>('ko');
  return (
    <div className={classes.editor}>
      <div className={classes.write}>
        <SegmentedControl
          aria-label={t('studio.editLanguage')}
          value={language}
          data={[
            { value: 'ko', label: t('studio.korean') },
            { value: 'en', label: t('studio.english') },
          ]}
          onChange={(next) => {
            setLanguage(next === 'en' ? 'en' : 'ko');
          }}
        />
        {/* Both stay in the page, so that a problem of either can be gone to. */}
        {(['ko', 'en'] as const).map((each) => (
          <div
            key={each}
            hidden={each !== language}
            onFocus={() => {
              setLanguage(each);
            }}
          >
            <Writing
              path={[...path, each]}
              label={`${label} · ${t(each === 'ko' ? 'studio.korean' : 'studio.english')}`}
              language={each}
              value={value[each]}
            />
          </div>
        ))}
      </div>
      <PhonePreview markdown={value[language]} title={title[language]} language={language} />
    </div>
  );
}

function Writing({ path, label, language, value }: { path: Path; label: string; language: string; value: string }) {
  const { t } = useTranslation();
  const text = useText();
  const { set, document } = useEditing();
  const error = useProblem(path);
  const field = useRef<HTMLTextAreaElement>(null);
  const put = (before: string, after: string, sample: string): void => {
    const area = field.current;
    if (!area) return;
    const { selectionStart: from, selectionEnd: to } = area;
    const chosen = value.slice(from, to) || sample;
    set(path, value.slice(0, from) + before + chosen + after + value.slice(to));
    requestAnimationFrame(() => {
      area.focus();
      area.setSelectionRange(from + before.length, from + before.length + chosen.length);
    });
  };
  return (
    <>
      <div className={classes.toolbar} role="group" aria-label={t('studio.tools')}>
        <Tool
          icon={<IconH2 size={18} aria-hidden="true" />}
          label={t('studio.heading')}
          onClick={() => {
            put('\n## ', '\n', t('studio.heading'));
          }}
        />
        <Tool
          icon={<IconBold size={18} aria-hidden="true" />}
          label={t('studio.bold')}
          onClick={() => {
            put('**', '**', t('studio.bold'));
          }}
        />
        <Tool
          icon={<IconList size={18} aria-hidden="true" />}
          label={t('studio.list')}
          onClick={() => {
            put('\n- ', '\n', t('studio.list'));
          }}
        />
        <label className={classes.select}>
          <IconBulb size={18} aria-hidden="true" />
          <span className="sr-only">{t('studio.callout')}</span>
          <select
            value=""
            onChange={(event) => {
              const { value: kind } = event.currentTarget;
              const end = kind === 'quote' ? '\n> — ' : '\n';
              put(`\n> [!${kind}]\n> `, end, t('studio.calloutText'));
            }}
          >
            <option value="">{t('studio.callout')}</option>
            {callouts.map((kind) => (
              <option key={kind} value={kind}>
                {t(`studio.callouts.${kind}`)}
              </option>
            ))}
          </select>
        </label>
        {document.sources.length > 0 && (
          <label className={classes.select}>
            <IconLink size={18} aria-hidden="true" />
            <span className="sr-only">{t('studio.cite')}</span>
            <select
              value=""
              onChange={(event) => {
                put('[', `](source:${event.currentTarget.value})`, t('studio.cite'));
              }}
            >
              <option value="">{t('studio.cite')}</option>
              {document.sources.map((source) => (
                <option key={source.id} value={source.id}>
                  {text(source.title) || source.id}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <Textarea
        ref={field}
        label={label}
        lang={language}
        value={value}
        error={error}
        autosize
        minRows={14}
        maxRows={40}
        data-path={pathText(path)}
        onChange={(event) => {
          set(path, event.currentTarget.value);
        }}
      />
    </>
  );
}

function Tool({ icon, label, onClick }: { icon: React.ReactNode; label: string; onClick: () => void }) {
  return (
    <Button variant="default" size="compact-md" leftSection={icon} onClick={onClick}>
      {label}
    </Button>
  );
}

import { type RefObject, useEffect, useRef, useState } from 'react';
import { useEscape } from '../../app/escape-context.js';
import { useSettings } from '../../app/settings-context.js';
import { useShownSubject } from '../../app/subject-context.js';
import { useAppInfo } from '../../data/use-app-info.js';
import { Button } from '../../ui/Button.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { Notice } from '../../ui/Notice.js';
import { AboutGroup } from './AboutGroup.js';
import { differingOptions, matches, presetOptions } from './model.js';
import { OptionGroupView } from './OptionGroupView.js';
import type { OptionGroup } from './option-group.js';
import { SettingsNav } from './SettingsNav.js';
import styles from './settings.module.css';
import { useCompressionGroup } from './use-compression-group.js';
import { useFilesGroups } from './use-files-groups.js';
import { useDisplayGroups, useJobGroups } from './use-general-groups.js';

/** All settings on one page with a search field. Changes apply immediately. */
export function SettingsPage() {
  const groups = [...useDisplayGroups(), useCompressionGroup(), ...useJobGroups(), ...useFilesGroups()];
  const info = useAppInfo();
  const [text, setText] = useState('');
  const page = useRef<HTMLDivElement>(null);
  const shown = groups.map((group) => withMatchingRows(group, text)).filter(({ rows }) => rows.length > 0);
  const aboutShown = matches(text, 'About', 'versions', 'diagnostics');
  const current = useGroupInView(page, [...shown.map(({ id }) => id), ...(aboutShown ? ['about'] : [])]);
  useEscape(text !== '', () => setText(''));
  const search = (words: string) => {
    setText(words);
    page.current?.scrollTo({ top: 0 });
  };
  const { settings } = useSettings();
  const options = presetOptions(settings);
  const title = current === 'about' ? 'About' : groups.find(({ id }) => id === current)?.title;
  useShownSubject({
    ...(title && { title }),
    status: [`${differingOptions(options).length} of 8 compression values differ from Bloscpack`],
  });
  return (
    <div className={styles.page}>
      <h1 className="unseen">Settings</h1>
      <SettingsNav groups={groups} current={current} text={text} onText={search} />
      <div ref={page} className={styles.body} data-pane="">
        {info?.notices?.map((notice) => (
          <Notice key={notice} title={notice} />
        ))}
        {shown.map((group) => (
          <OptionGroupView key={group.id} group={group} />
        ))}
        {aboutShown && <AboutGroup />}
        {shown.length === 0 && !aboutShown && (
          <EmptyState
            title="No setting contains these words."
            action={<Button onClick={() => search('')}>Clear the search</Button>}
          />
        )}
      </div>
    </div>
  );
}

/** The group with the rows that match; with all rows when its title matches. */
function withMatchingRows(group: OptionGroup, text: string): OptionGroup {
  if (matches(text, group.title)) return group;
  return {
    ...group,
    rows: group.rows.filter(({ label, description }) => matches(text, group.title, label, description)),
  };
}

/** Id of the topmost section in view on a scrolling page; undefined for a page without sections. */
function useGroupInView(scroller: RefObject<HTMLElement | null>, ids: readonly string[]): string | undefined {
  const [current, setCurrent] = useState(ids[0]);
  const joined = ids.join(' ');
  useEffect(() => {
    const root = scroller.current;
    if (!root) return;
    const inView = new Set<string>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) inView.add(target.id);
          else inView.delete(target.id);
        }
        setCurrent(joined.split(' ').find((id) => inView.has(id)));
      },
      // The section in the upper third of the page counts.
      { root, rootMargin: '-24px 0px -67% 0px' },
    );
    for (const id of joined.split(' ')) {
      const section = document.getElementById(id);
      if (section) observer.observe(section);
    }
    return () => observer.disconnect();
  }, [scroller, joined]);
  // No section is left that could be seen to go out of view.
  return ids.length === 0 ? undefined : current;
}

import { useRef, useState } from 'react';
import { useEscape } from '../../app/escape-context.js';
import { useSettings } from '../../app/settings-context.js';
import { useShownSubject } from '../../app/subject-context.js';
import { AboutGroup } from './AboutGroup.js';
import { differingOptions, isFound, presetOptions } from './model.js';
import { OptionGroupView } from './OptionGroupView.js';
import type { OptionGroup } from './option-row.js';
import { SettingsNav } from './SettingsNav.js';
import styles from './settings.module.css';
import { useCompressionGroup } from './use-compression-group.js';
import { useLookGroups, useWorkGroups } from './use-general-groups.js';
import { useGroupInSight } from './use-group-in-sight.js';

/** Everything that can be set, on one page that can be searched; changes hold at once. */
export function SettingsPage() {
  const groups = [...useLookGroups(), useCompressionGroup(), ...useWorkGroups()];
  const [text, setText] = useState('');
  const page = useRef<HTMLDivElement>(null);
  const shown = groups.map((group) => withFoundRows(group, text)).filter(({ rows }) => rows.length > 0);
  const aboutShown = isFound(text, 'About', 'versions', 'diagnostics');
  const current = useGroupInSight(page, [...shown.map(({ id }) => id), ...(aboutShown ? ['about'] : [])]);
  useEscape(text !== '', () => setText(''));
  const { settings } = useSettings();
  const options = presetOptions(settings);
  const title = current === 'about' ? 'About' : groups.find(({ id }) => id === current)?.title;
  useShownSubject({
    ...(title && { title }),
    status: [`${differingOptions(options).length} of 7 compression values differ from Bloscpack`],
  });
  return (
    <div className={styles.page}>
      <h1 className="unseen">Settings</h1>
      <SettingsNav groups={groups} current={current} text={text} onText={setText} />
      <div ref={page} className={styles.body} data-pane="">
        {shown.map((group) => (
          <OptionGroupView key={group.id} group={group} />
        ))}
        {aboutShown && <AboutGroup />}
        {shown.length === 0 && !aboutShown && <p className="soft">No setting has these words.</p>}
      </div>
    </div>
  );
}

/** A group whose title is found keeps all its rows. */
function withFoundRows(group: OptionGroup, text: string): OptionGroup {
  if (isFound(text, group.title)) return group;
  return {
    ...group,
    rows: group.rows.filter(({ label, description }) => isFound(text, group.title, label, description)),
  };
}

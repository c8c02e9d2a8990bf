import {
  colorBackgroundContainerContent,
  colorBackgroundLayoutMain,
  colorBackgroundStatusError,
  colorBackgroundStatusWarning,
  colorBorderDividerDefault,
  colorBorderInputDefault,
  colorBorderStatusError,
  colorBorderStatusWarning,
  colorTextBodyDefault,
  colorTextBodySecondary,
  colorTextLinkDefault,
  colorTextStatusError,
  colorTextStatusSuccess,
  colorTextStatusWarning,
} from '@cloudscape-design/design-tokens';

/** The colours of Cloudscape under the names that the style sheets of the console use. */
const properties = {
  '--page': colorBackgroundLayoutMain,
  '--surface': colorBackgroundContainerContent,
  '--text': colorTextBodyDefault,
  '--muted': colorTextBodySecondary,
  '--link': colorTextLinkDefault,
  '--line': colorBorderDividerDefault,
  '--line-strong': colorBorderInputDefault,
  '--success': colorTextStatusSuccess,
  '--error': colorTextStatusError,
  '--error-soft': colorBackgroundStatusError,
  '--error-line': colorBorderStatusError,
  '--warning': colorTextStatusWarning,
  '--warning-soft': colorBackgroundStatusWarning,
  '--warning-line': colorBorderStatusWarning,
};

/** Sets them through the DOM, which a content security policy without inline styles allows. */
export function provideTokens(): void {
  for (const [name, value] of Object.entries(properties)) document.body.style.setProperty(name, value);
}

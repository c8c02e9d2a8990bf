import { describeInBrowser } from './testing/chromium';
import { World } from './testing/world';
import { describeHostileText } from './shows/hostile-text';
import { describeKeyboard } from './shows/keyboard';
import { describeManyPages } from './shows/many-pages';
import { describePromotion } from './shows/promotion';
import { describeReleases } from './shows/releases';
import { describeReplacedParts } from './shows/replaced-parts';
import { describeSetback } from './shows/setback';
import { describeStability } from './shows/stability';
import { describeStates } from './shows/states';
import { describeStrangers } from './shows/strangers';

jest.setTimeout(240_000);

// One npm start and one story for all: each part goes on where the one before it ended.
describeInBrowser('the release console in a browser', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open();
  });
  afterAll(() => world?.close());

  afterEach(() => {
    expect(world.browser.takeFaults()).toEqual([]);
  });

  describePromotion(() => world);
  describeKeyboard(() => world);
  describeSetback(() => world);
  describeReleases(() => world);
  describeManyPages(() => world);
  describeHostileText(() => world);
  describeStrangers(() => world);
  describeReplacedParts(() => world);
  describeStability(() => world);
  describeStates(() => world);
});

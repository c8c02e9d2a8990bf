import { describeInBrowser } from './testing/chromium';
import { World } from './testing/world';
import { describePromotion } from './shows/promotion';

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
});

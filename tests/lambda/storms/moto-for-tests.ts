import { MotoServer } from "../../support/moto/moto-server";
import { notInstalled, pythonProgram } from "../../support/python/programs";
import { Storm, type StormOptions } from "./storm";

/** The storm of the test that runs, on a moto server that serves all tests of a `describe`; skips them where moto is not installed. */
export function stormPerTest(): { begin(options?: StormOptions): Promise<Storm> } {
    const moto = new MotoServer();
    let endpoint = "";
    let storm: Storm | undefined;

    before(async function () {
        if (pythonProgram("moto_server") === undefined) {
            console.log(`      skipped: ${notInstalled}`);
            this.skip();
        }
        this.timeout(40_000);
        endpoint = await moto.start();
    });
    after(() => moto.stop());
    afterEach(async () => {
        await storm?.end();
        storm = undefined;
    });
    return {
        async begin(options = {}) {
            await moto.reset();
            storm = await Storm.begin(endpoint, options);
            return storm;
        },
    };
}

// A help that is never opened, for components that offer it.
import { shallowRef } from 'vue';
import { HELP, type Help } from '../../renderer/composables/help';

const help: Help = { open: shallowRef(false), at: shallowRef(null), show: () => undefined, explain: () => undefined };
export const WITHOUT_HELP = { [HELP as symbol]: help };

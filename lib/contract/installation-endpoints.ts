// Endpoints of this installation as a whole.
import { endpoint } from './endpoint';
import { aboutShape, putSettingsBody, settingsShape } from './installation';

export const INSTALLATION_ENDPOINTS = {
  readAbout: endpoint({
    id: 'readAbout',
    method: 'GET',
    path: '/about',
    summary: 'Which version this is and whom to ask; for administrators also what it runs on',
    scope: 'signed-in',
    status: 200,
    response: aboutShape,
  }),
  readSettings: endpoint({
    id: 'readSettings',
    method: 'GET',
    path: '/settings',
    summary: 'What administrators said about this installation',
    scope: 'signed-in',
    status: 200,
    response: settingsShape,
  }),
  putSettings: endpoint({
    id: 'putSettings',
    method: 'PUT',
    path: '/settings',
    summary: 'Say what this installation is called',
    scope: 'admin',
    body: putSettingsBody,
    status: 200,
    response: settingsShape,
  }),
} as const;

//! Messengers. Each test starts an edge of its own, since the other side answers as the test wants.

mod whatsapp;
